import type { GaugeFinding } from '@backout/incident';
import { evidenceBp } from './finding.ts';
import { restore } from './gauge/forecast.ts';
import type { GaugeState } from './gauge/gauge-signal.ts';
import { type NormalRange, normalRange, unitOf } from './gauge/normal-range.ts';
import type { ShiftTest } from './gauge/shift-test.ts';
import { type Calibration, calibrate } from './ratio/calibration.ts';
import type { RatioState } from './ratio/ratio-signal.ts';
import { oddsOf, type RatioTest } from './ratio/ratio-test.ts';
import { ratioOf, type Tally, tally } from './ratio/steps.ts';
import type { SignalState, Watch } from './watch.ts';

/** What the history of one signal looks like, for the first lines of the log. */
export type BaselineSummary = RatioBaseline | GaugeBaseline;

interface GaugeBaseline {
  readonly kind: 'gauge';
  readonly signal: string;
  readonly points: number;
  readonly level: number;
  readonly normal: NormalRange;
  readonly unit: GaugeFinding['unit'];
}

interface RatioBaseline {
  readonly kind: 'ratio';
  readonly signal: string;
  readonly minutes: number;
  readonly bad: number;
  readonly total: number;
  readonly ratio: number;
  /** the same test at past moments: how often it would have fired with nothing deployed */
  readonly quiet: Calibration;
  /** how many times as bad the null allows for, because it was a week ago */
  readonly seasonalFactor: number;
}

/** What the newest look brought, for its line of the log. */
export type LookSummary =
  | {
      readonly kind: 'ratio';
      readonly signal: string;
      /** of this look; null: nothing new */
      readonly look: Tally | null;
      /** what the old pods served meanwhile; null where they are not told apart */
      readonly stable: Tally | null;
      readonly ratio: number | null;
      /** since the sync */
      readonly observed: Tally;
      /** bad events that the baseline would have had in as many requests */
      readonly expected: number;
      readonly evidenceBp: number;
      readonly alarm: boolean;
    }
  | {
      readonly kind: 'gauge';
      readonly signal: string;
      /** of this look; null: no new point */
      readonly value: number | null;
      readonly normal: NormalRange;
      readonly unit: GaugeFinding['unit'];
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
  return watch.signals.flatMap(summarizeBaseline);
}

function summarizeBaseline(state: SignalState): BaselineSummary[] {
  switch (state.kind) {
    case 'ratio':
      return state.test === null ? [] : [ratioBaseline(state, state.test)];
    case 'gauge':
      return state.test === null ? [] : [gaugeBaseline(state, state.test)];
    case 'health':
      return [];
  }
}

function ratioBaseline(
  { baseline, plan: { signal, atLeast }, budget }: RatioState,
  { model: { seasonalFactor } }: RatioTest,
): RatioBaseline {
  const { bad, total, seconds } = tally(baseline);
  const quiet = calibrate(baseline, atLeast, budget);
  const minutes = Math.round(seconds / 60);
  return {
    kind: 'ratio',
    signal,
    minutes,
    bad,
    total,
    ratio: ratioOf({ bad, total }),
    quiet,
    seasonalFactor,
  };
}

function gaugeBaseline({ plan: { signal, scale }, baseline }: GaugeState, test: ShiftTest): GaugeBaseline {
  const level = restore(test.forecast.level, scale);
  const normal = normalRange(test);
  return { kind: 'gauge', signal, points: baseline.length, level, normal, unit: unitOf[scale] };
}

export function summarizeLook(watch: Watch): LookSummary[] {
  return watch.signals.map(summarize);
}

function summarize(state: SignalState): LookSummary {
  const { signal } = state.plan;
  if (state.outage !== null) {
    return { kind: 'unread', signal, outcome: state.outage.outcome, detail: state.outage.detail };
  }
  switch (state.kind) {
    case 'ratio':
      return summarizeRatio(state);
    case 'gauge':
      return summarizeGauge(state);
    case 'health': {
      const { checks, failures, consecutive, alarmedAt } = state;
      return { kind: 'health', signal, checks, failures, consecutive, alarm: alarmedAt !== null };
    }
  }
}

function summarizeGauge({ plan, test, newest, alarmedAt }: GaugeState): LookSummary {
  if (test === null) return notAssessed(plan.signal);
  const { signal, scale } = plan;
  const normal = normalRange(test);
  return { kind: 'gauge', signal, value: newest, normal, unit: unitOf[scale], alarm: alarmedAt !== null };
}

function summarizeRatio({ plan: { signal }, test, progress, newest, stable }: RatioState): LookSummary {
  if (test === null || progress === null) return notAssessed(signal);
  return {
    kind: 'ratio',
    signal,
    ...{ look: newest, stable },
    ratio: newest === null || newest.total === 0 ? null : ratioOf(newest),
    observed: progress.observed,
    expected: ratioOf(test.model.history) * progress.observed.total,
    evidenceBp: evidenceBp(oddsOf(test, progress)),
    alarm: progress.alarm !== null,
  };
}

function notAssessed(signal: string): LookSummary {
  return { kind: 'unread', signal, outcome: 'no-data', detail: 'no history to compare with' };
}
