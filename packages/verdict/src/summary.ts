import { type Calibration, calibrate } from './calibration.ts';
import { strength } from './evidence.ts';
import { evidenceBp } from './finding.ts';
import { ratioOf, type Tally, tally } from './steps.ts';
import type { SignalState, Watch } from './watch.ts';

/** What the history of one ratio looks like, for the first line of the log. */
export interface BaselineSummary {
  readonly signal: string;
  readonly minutes: number;
  readonly bad: number;
  readonly total: number;
  readonly ratio: number;
  /** the same test at past moments: how often it would have fired with nothing deployed */
  readonly quiet: Calibration;
}

/** What the newest look brought, for its line of the log. */
export type LookSummary =
  | {
      readonly kind: 'ratio';
      readonly signal: string;
      /** of this look; null: nothing new */
      readonly look: Tally | null;
      readonly ratio: number | null;
      /** since the sync */
      readonly observed: Tally;
      /** bad events that the baseline would have had in as many requests */
      readonly expected: number;
      readonly evidenceBp: number;
      readonly alarm: boolean;
    }
  | {
      readonly kind: 'health';
      readonly signal: string;
      readonly checks: number;
      readonly failures: number;
      readonly consecutive: number;
      readonly alarm: boolean;
    }
  | {
      readonly kind: 'unread';
      readonly signal: string;
      readonly outcome: 'no-data' | 'provider-error';
      readonly detail: string;
    };

export function summarizeBaselines(watch: Watch): BaselineSummary[] {
  return watch.signals.flatMap((state) => {
    if (state.kind !== 'ratio' || state.test === null) return [];
    const { bad, total, seconds } = tally(state.baseline);
    const quiet = calibrate(state.baseline, state.plan.atLeast, state.budget);
    const { signal } = state.plan;
    return [{ signal, minutes: Math.round(seconds / 60), bad, total, ratio: ratioOf({ bad, total }), quiet }];
  });
}

export function summarizeLook(watch: Watch): LookSummary[] {
  return watch.signals.map(summarize);
}

function summarize(state: SignalState): LookSummary {
  const { signal } = state.plan;
  if (state.gap !== null) {
    return { kind: 'unread', signal, outcome: state.gap.outcome, detail: state.gap.detail };
  }
  if (state.kind === 'health') {
    const { checks, failures, consecutive, alarmedAt } = state;
    return { kind: 'health', signal, checks, failures, consecutive, alarm: alarmedAt !== null };
  }
  const { test, progress, newest } = state;
  if (test === null || progress === null) {
    return { kind: 'unread', signal, outcome: 'no-data', detail: 'no history to compare with' };
  }
  return {
    kind: 'ratio',
    signal,
    look: newest,
    ratio: newest === null || newest.total === 0 ? null : ratioOf(newest),
    observed: progress.observed,
    expected: ratioOf(test.model.history) * progress.observed.total,
    evidenceBp: evidenceBp(strength(progress.evidence)),
    alarm: progress.alarm !== null,
  };
}
