import type { UndecidedReason } from '@backout/incident';
import type { Baseline, Unread } from './plan.ts';

/** A signal that cannot be read: since when, and why. */
export interface Outage {
  readonly outcome: Unread['outcome'];
  readonly reason: UndecidedReason;
  readonly detail: string;
  readonly looks: number;
  /** ms, by the runner's clock; null where it could not be read from the start and will not be */
  readonly since: number | null;
}

const leastLooks = 3;
const leastMs = 10_000;

export function prolong(outage: Outage | null, { outcome, reason, detail }: Unread, at: number): Outage {
  // How it failed at first says more than that it is left alone since.
  const told = outage?.outcome === outcome ? outage.detail : detail;
  // Who refuses after having been away is refusing as long as it comes back.
  const away = outcome === 'provider-error' && outage?.reason === 'provider-gap';
  return {
    outcome,
    reason: away ? 'provider-gap' : reason,
    detail: told,
    looks: (outage?.looks ?? 0) + 1,
    since: outage === null ? at : outage.since,
  };
}

/** A look without an answer is tolerated: a signal is unavailable after three looks, and after the time that three looks take. */
export function isUnavailable(outage: Outage | null, at: number, everyMs: number): outage is Outage {
  if (outage === null) return false;
  if (outage.since === null) return true;
  return outage.looks >= leastLooks && at - outage.since >= Math.max(2 * everyMs, leastMs);
}

/**
 * Whether it may be over before the watch is: counters add up meanwhile, and one answer makes up for the gap. What has
 * no series or no key has none a minute later.
 */
export function isPassing({ reason }: Pick<Outage, 'reason'>): boolean {
  return reason === 'provider-gap';
}

/** @param since ms: a refusal is asked again for some looks, as any other; what has no past has none later */
export function noBaseline(baseline: Baseline | Unread | undefined, since: number): Outage {
  if (baseline !== undefined && 'outcome' in baseline) {
    const refused = baseline.reason === 'provider-refuses';
    return refused ? { ...baseline, looks: 1, since } : { ...baseline, looks: 0, since: null };
  }
  const detail = 'no history to compare with';
  return { outcome: 'no-data', reason: 'no-baseline', detail, looks: 0, since: null };
}
