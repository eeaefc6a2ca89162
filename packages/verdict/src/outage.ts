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
  return {
    outcome,
    reason,
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

/** What cannot be compared with anything is unavailable from the start. */
export function noBaseline(baseline: Baseline | Unread | undefined): Outage {
  if (baseline !== undefined && 'outcome' in baseline) return { ...baseline, looks: 0, since: null };
  const detail = 'no history to compare with';
  return { outcome: 'no-data', reason: 'no-baseline', detail, looks: 0, since: null };
}
