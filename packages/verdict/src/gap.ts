import type { UndecidedReason } from '@backout/incident';
import type { Baseline, Unread } from './plan.ts';

/** A signal that cannot be read: since when, and why. */
export interface Gap {
  readonly outcome: Unread['outcome'];
  readonly reason: UndecidedReason;
  readonly detail: string;
  readonly looks: number;
  /** ms, by the runner's clock; null where it could not be read from the start and will not be */
  readonly since: number | null;
}

const leastLooks = 3;
const leastMs = 10_000;

export function widen(gap: Gap | null, { outcome, reason, detail }: Unread, at: number): Gap {
  // How it failed at first says more than that it is left alone since.
  const told = gap?.outcome === outcome ? gap.detail : detail;
  return {
    outcome,
    reason,
    detail: told,
    looks: (gap?.looks ?? 0) + 1,
    since: gap === null ? at : gap.since,
  };
}

/** One gap is tolerated: a signal is dark after three looks, and after the time that three looks take. */
export function isDark(gap: Gap | null, at: number, everyMs: number): gap is Gap {
  if (gap === null) return false;
  if (gap.since === null) return true;
  return gap.looks >= leastLooks && at - gap.since >= Math.max(2 * everyMs, leastMs);
}

/** What cannot be compared with anything is dark from the start. */
export function noBaseline(baseline: Baseline | Unread | undefined): Gap {
  if (baseline !== undefined && 'outcome' in baseline) return { ...baseline, looks: 0, since: null };
  const detail = 'no history to compare with';
  return { outcome: 'no-data', reason: 'no-baseline', detail, looks: 0, since: null };
}
