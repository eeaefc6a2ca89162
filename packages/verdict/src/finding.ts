import {
  decimal,
  type Finding,
  type GaugeFinding,
  type HealthFinding,
  type RatioFinding,
} from '@backout/incident';
import { chartPoints, valuePoints } from './chart-points.ts';
import { restore } from './gauge/forecast.ts';
import type { GaugeState } from './gauge/gauge-signal.ts';
import { normalRange, unitOf } from './gauge/normal-range.ts';
import type { HealthState } from './health-signal.ts';
import { type Judgement, onsetOf } from './judgement.ts';
import { calibrate } from './ratio/calibration.ts';
import { controlOf, judgedSteps } from './ratio/control.ts';
import { basisPoints, effectOf } from './ratio/effect.ts';
import type { RatioState } from './ratio/ratio-signal.ts';
import { oddsOf } from './ratio/ratio-test.ts';
import { stepsOf } from './ratio/steps.ts';
import type { SignalState } from './watch.ts';

/** What a signal showed, with the numbers that the later stages and the report need. */
export function findingOf(state: SignalState, judgement: Judgement, clockSkewMs: number): Finding {
  const unread = unreadFinding(state, judgement);
  if (unread !== null) return unread;
  switch (state.kind) {
    case 'ratio':
      return ratioFinding(state, judgement, clockSkewMs);
    case 'gauge':
      return gaugeFinding(state, judgement, clockSkewMs);
    case 'health':
      return healthFinding(state, judgement, clockSkewMs);
  }
}

function unreadFinding(state: SignalState, judgement: Judgement): Finding | null {
  const { signal } = state.plan;
  if (judgement.says === 'unavailable' && judgement.outcome !== 'ambiguous') {
    return {
      signal,
      kind: 'unread',
      outcome: judgement.outcome,
      reason: judgement.reason,
      detail: state.outage?.detail ?? '',
    };
  }
  const never = state.kind === 'health' ? state.checks === 0 : state.test === null;
  if (!never) return null;
  const reason = state.kind === 'health' ? 'no-series' : 'no-baseline';
  return {
    signal,
    kind: 'unread',
    outcome: 'no-data',
    reason,
    detail: state.outage?.detail ?? 'no reading yet',
  };
}

function ratioFinding(state: RatioState, judgement: Judgement, clockSkewMs: number): RatioFinding {
  const { test, progress } = state;
  if (test === null || progress === null) throw new TypeError(`${state.plan.signal} has no baseline`);
  const { bad, total } = progress.observed;
  const watched = judgedSteps(stepsOf(progress.trail));
  const control = controlOf(watched);
  return {
    signal: state.plan.signal,
    kind: 'ratio',
    ...outcomeOf(judgement),
    baseline: {
      bad: test.model.history.bad,
      total: test.model.history.total,
      seconds: Math.round(test.model.history.seconds),
      overdispersionBp: basisPoints(test.model.overdispersion),
      seasonalFactorBp: basisPoints(test.model.seasonalFactor),
    },
    observed: { bad, total },
    control: control === null ? null : { bad: control.bad, total: control.total },
    effectBp: effectOf(test.model.history, progress.observed, test.model.overdispersion),
    onset: judgement.says === 'regression' ? onsetOf(judgement, clockSkewMs) : null,
    band: progress.alarm?.band ?? 'act',
    evidenceBp: evidenceBp(oddsOf(test, progress)),
    calibration: calibrate(state.baseline, state.plan.atLeast, state.budget),
    points: chartPoints(state.baseline, watched),
    series: state.series,
  };
}

/** e to the strength is the e-value; the mean of several processes can stand below one. */
export function evidenceBp(nats: number): number {
  return Math.min(9_999, Math.max(0, Math.floor((1 - Math.exp(-Math.max(0, nats))) * 10_000)));
}

function gaugeFinding(state: GaugeState, judgement: Judgement, clockSkewMs: number): GaugeFinding {
  const { plan, test, baseline, points, series } = state;
  if (test === null) throw new TypeError(`${plan.signal} has no baseline`);
  const { low, high } = normalRange(test);
  const newest = points.at(-1);
  return {
    signal: plan.signal,
    kind: 'gauge',
    ...outcomeOf(judgement),
    unit: unitOf[plan.scale],
    baseline: { level: decimal(restore(test.forecast.level, plan.scale)), points: baseline.length },
    normal: { low: low === null ? null : decimal(low), high: high === null ? null : decimal(high) },
    observed: { value: newest === undefined ? null : decimal(newest.value), points: points.length },
    onset: judgement.says === 'regression' ? onsetOf(judgement, clockSkewMs) : null,
    points: valuePoints(baseline, points),
    series,
  };
}

function healthFinding(state: HealthState, judgement: Judgement, clockSkewMs: number): HealthFinding {
  return {
    signal: state.plan.signal,
    kind: 'health',
    ...outcomeOf(judgement),
    observed: { failures: state.failures, probes: state.checks, consecutive: state.consecutive },
    controlled: state.controlledSince !== null,
    onset: judgement.says === 'regression' && judgement.known ? onsetOf(judgement, clockSkewMs) : null,
    series: state.series,
  };
}

function outcomeOf(judgement: Judgement): Pick<RatioFinding, 'outcome' | 'reason'> {
  switch (judgement.says) {
    case 'regression':
      return judgement.beforeSync
        ? { outcome: 'ambiguous', reason: 'onset-before-sync' }
        : { outcome: 'regression', reason: null };
    case 'healthy':
      return { outcome: 'healthy', reason: null };
    case 'watching':
      return judgement.reason === null
        ? { outcome: 'healthy', reason: null }
        : { outcome: 'ambiguous', reason: judgement.reason };
    case 'lost':
    case 'unavailable':
      return { outcome: 'ambiguous', reason: judgement.reason };
  }
}
