import {
  decimal,
  type Finding,
  type GaugeFinding,
  type HealthFinding,
  type RatioFinding,
} from '@backout/incident';
import { type Assessment, onsetOf } from './assessment.ts';
import { chartPoints, valuePoints } from './chart-points.ts';
import { restore } from './gauge/forecast.ts';
import type { GaugeState } from './gauge/gauge-signal.ts';
import { normalRange, unitOf } from './gauge/normal-range.ts';
import { type HealthState, whyUnchecked } from './health-signal.ts';
import { calibrate } from './ratio/calibration.ts';
import { assessedSteps, controlOf } from './ratio/control.ts';
import { basisPoints, effectOf } from './ratio/effect.ts';
import type { RatioState } from './ratio/ratio-signal.ts';
import { oddsOf } from './ratio/ratio-test.ts';
import { stepsOf } from './ratio/steps.ts';
import type { SignalState } from './watch.ts';

/** What a signal showed, with the numbers that the later stages and the report need. */
export function findingOf(state: SignalState, assessment: Assessment, clockSkewMs: number): Finding {
  const unread = unreadFinding(state, assessment);
  if (unread !== null) return unread;
  switch (state.kind) {
    case 'ratio':
      return ratioFinding(state, assessment, clockSkewMs);
    case 'gauge':
      return gaugeFinding(state, assessment, clockSkewMs);
    case 'health':
      return healthFinding(state, assessment, clockSkewMs);
  }
}

function unreadFinding(state: SignalState, assessment: Assessment): Finding | null {
  const { signal } = state.plan;
  if (assessment.says === 'unavailable' && assessment.outcome !== 'ambiguous') {
    return {
      signal,
      kind: 'unread',
      outcome: assessment.outcome,
      reason: assessment.reason,
      detail: state.outage?.detail ?? '',
    };
  }
  const never = state.kind === 'health' ? state.checks === 0 : state.test === null;
  if (!never) return null;
  const { outage } = state;
  const without = state.kind === 'health' ? whyUnchecked(state) : (outage?.reason ?? 'no-baseline');
  return {
    signal,
    kind: 'unread',
    outcome: outage?.outcome ?? 'no-data',
    reason: without,
    detail: outage?.detail ?? 'no reading yet',
  };
}

function ratioFinding(state: RatioState, assessment: Assessment, clockSkewMs: number): RatioFinding {
  const { test, progress } = state;
  if (test === null || progress === null) throw new TypeError(`${state.plan.signal} has no baseline`);
  const { bad, total } = progress.observed;
  const watched = assessedSteps(stepsOf(progress.trail));
  const control = controlOf(watched);
  return {
    signal: state.plan.signal,
    kind: 'ratio',
    ...outcomeOf(assessment),
    baseline: {
      bad: test.model.history.bad,
      total: test.model.history.total,
      seconds: Math.round(test.model.history.seconds),
      overdispersionBp: basisPoints(test.model.overdispersion),
      seasonalFactorBp: basisPoints(test.model.seasonalFactor),
      cutSeconds: state.scarce ? 0 : state.cutSeconds,
    },
    observed: { bad, total },
    control: control === null ? null : { bad: control.bad, total: control.total },
    effectBp: effectOf(test.model.history, progress.observed, test.model.overdispersion),
    onset: assessment.says === 'regression' ? onsetOf(assessment, clockSkewMs) : null,
    ...lagOf(state),
    band: progress.alarm?.band ?? 'act',
    evidenceBp: evidenceBp(oddsOf(test, progress)),
    calibration: calibrate(state.baseline, state.plan.atLeast, state.budget),
    points: chartPoints(state.baseline, watched),
    series: state.series,
  };
}

function lagOf({ lagMs }: { readonly lagMs: number }): Pick<RatioFinding, 'lagMs'> {
  return lagMs > 0 ? { lagMs: Math.round(lagMs) } : {};
}

/** e to the strength is the e-value; the mean of several processes can stand below one. */
export function evidenceBp(nats: number): number {
  return Math.min(9_999, Math.max(0, Math.floor((1 - Math.exp(-Math.max(0, nats))) * 10_000)));
}

function gaugeFinding(state: GaugeState, assessment: Assessment, clockSkewMs: number): GaugeFinding {
  const { plan, test, baseline, points, series } = state;
  if (test === null) throw new TypeError(`${plan.signal} has no baseline`);
  const { low, high } = normalRange(test);
  const newest = points.at(-1);
  return {
    signal: plan.signal,
    kind: 'gauge',
    ...outcomeOf(assessment),
    unit: unitOf[plan.scale],
    baseline: { level: decimal(restore(test.forecast.level, plan.scale)), points: baseline.length },
    normal: { low: low === null ? null : decimal(low), high: high === null ? null : decimal(high) },
    observed: { value: newest === undefined ? null : decimal(newest.value), points: points.length },
    onset: assessment.says === 'regression' ? onsetOf(assessment, clockSkewMs) : null,
    ...lagOf(state),
    points: valuePoints(baseline, points),
    series,
  };
}

function healthFinding(state: HealthState, assessment: Assessment, clockSkewMs: number): HealthFinding {
  return {
    signal: state.plan.signal,
    kind: 'health',
    ...outcomeOf(assessment),
    observed: { failures: state.failures, probes: state.checks, consecutive: state.consecutive },
    controlled: state.controlledSince !== null,
    onset: assessment.says === 'regression' && assessment.known ? onsetOf(assessment, clockSkewMs) : null,
    series: state.series,
  };
}

function outcomeOf(assessment: Assessment): Pick<RatioFinding, 'outcome' | 'reason'> {
  switch (assessment.says) {
    case 'regression':
      return assessment.beforeSync
        ? { outcome: 'ambiguous', reason: 'onset-before-sync' }
        : { outcome: 'regression', reason: null };
    case 'healthy':
      return { outcome: 'healthy', reason: null };
    case 'watching':
      return assessment.reason === null
        ? { outcome: 'healthy', reason: null }
        : { outcome: 'ambiguous', reason: assessment.reason };
    case 'lost':
    case 'unavailable':
      return { outcome: 'ambiguous', reason: assessment.reason };
  }
}
