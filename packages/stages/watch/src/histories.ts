import { milliseconds } from '@backout/incident';
import type { Signals, Window } from '@backout/signals';
import {
  type Baseline,
  type Reading,
  type Unread,
  type Watch,
  type WatchPlan,
  withoutHistory,
} from '@backout/verdict';

export interface HistoryRequest {
  readonly plan: WatchPlan;
  readonly baselineMs: number;
  /** Spans that are left out of the baseline. */
  readonly excludedIntervals: readonly Window[];
  readonly signals: Signals;
}

type Histories = (Baseline | Unread)[];

/** What the signals were like before the sync. */
export async function readHistories(
  { plan, baselineMs, excludedIntervals, signals }: HistoryRequest,
  among?: readonly string[],
): Promise<Histories> {
  const to = milliseconds(plan.syncStartedAt);
  const baselines = await signals.baseline({ from: to - baselineMs, to }, among);
  return baselines.map((read) => ('kind' in read ? read : without(read, excludedIntervals)));
}

/** Those that could not be read before: asked for again as soon as their provider answers a look. */
export async function readLateHistories(
  request: HistoryRequest,
  watch: Watch,
  readings: readonly Reading[],
): Promise<Histories> {
  const unread = readings.filter(({ kind }) => kind === 'unread').map(({ signal }) => signal);
  const missing = withoutHistory(watch).filter((signal) => !unread.includes(signal));
  return missing.length === 0 ? [] : readHistories(request, missing);
}

function without(baseline: Baseline, spans: readonly Window[]): Baseline {
  const outside = (at: number, lengthMs: number) =>
    spans.every(({ from, to }) => at <= from || at - lengthMs >= to);
  return 'points' in baseline
    ? { ...baseline, points: baseline.points.filter(({ at }) => outside(at, 0)) }
    : { ...baseline, steps: baseline.steps.filter(({ at, seconds }) => outside(at, seconds * 1000)) };
}
