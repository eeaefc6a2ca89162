import { type Interval, instant, type UndecidedReason } from '@backout/incident';
import { type GaugeState, isShifted, staysLevel } from './gauge/gauge-signal.ts';
import { type HealthState, whyUnchecked } from './health-signal.ts';
import { isUnavailable } from './outage.ts';
import { enoughTraffic } from './ratio/exclusion.ts';
import type { NullModel } from './ratio/null-model.ts';
import { type RatioState, trafficDropped, trafficStopped } from './ratio/ratio-signal.ts';
import { isExcluded } from './ratio/ratio-test.ts';
import { ratioOf } from './ratio/steps.ts';
import type { SignalState } from './watch.ts';

export interface Witness {
  readonly says: 'regression';
  /** ms: the onset */
  readonly from: number;
  readonly to: number;
  /** whether it is known to have been good before */
  readonly known: boolean;
  readonly beforeSync: boolean;
  /** how long it has said so */
  readonly sinceMs: number;
}

/** What one signal says at a moment of the watch. */
export type Assessment =
  | Witness
  /** It reported before and does not any more. */
  | { readonly says: 'lost'; readonly reason: UndecidedReason }
  | { readonly says: 'healthy' }
  | {
      readonly says: 'unavailable';
      readonly outcome: 'no-data' | 'provider-error' | 'ambiguous';
      readonly reason: UndecidedReason;
    }
  /** `reason`: why it is undecided if the watch ends now; null: healthy as far as could be seen */
  | { readonly says: 'watching'; readonly reason: UndecidedReason | null };

export function assess(state: SignalState, at: number, everyMs: number): Assessment {
  switch (state.kind) {
    case 'ratio':
      return assessRatio(state, at, everyMs);
    case 'gauge':
      return assessGauge(state, at, everyMs);
    case 'health':
      return assessHealth(state, at, everyMs);
  }
}

export function onsetOf({ from, to }: Witness, clockSkewMs: number): Interval {
  const skew = Math.abs(clockSkewMs);
  return { from: instant(from - skew), to: instant(to + skew) };
}

/** A vanished series is believed on the second look: pods that are replaced may leave no sample for a moment. */
const vanishedLooks = 2;

function assessRatio(state: RatioState, at: number, everyMs: number): Assessment {
  const { test, progress, outage } = state;
  const alarm = progress?.alarm;
  if (alarm) return { says: 'regression', known: true, sinceMs: at - (state.alarmedAt ?? at), ...alarm };
  if (outage?.reason === 'series-vanished' && outage.looks >= vanishedLooks) {
    return { says: 'lost', reason: 'series-vanished' };
  }
  if (trafficStopped(state)) return { says: 'lost', reason: 'traffic-stopped' };
  if (isUnavailable(outage, at, everyMs))
    return { says: 'unavailable', outcome: outage.outcome, reason: outage.reason };
  if (test === null || progress === null)
    return { says: 'watching', reason: state.outage?.reason ?? 'no-baseline' };
  if (test.model.hypotheses.length === 0) {
    return { says: 'unavailable', outcome: 'ambiguous', reason: 'baseline-unhealthy' };
  }
  return isExcluded(progress) && !trafficDropped(state) && !state.scarce
    ? { says: 'healthy' }
    : { says: 'watching', reason: undecided(state) };
}

/** Without a shift it says nothing against the deployment, however near it came: what it says has to be seconded anyway. */
function assessGauge(state: GaugeState, at: number, everyMs: number): Assessment {
  const { test, unsettled, alarmedAt, outage } = state;
  if (isUnavailable(outage, at, everyMs))
    return { says: 'unavailable', outcome: outage.outcome, reason: outage.reason };
  if (test === null) return { says: 'watching', reason: state.outage?.reason ?? 'no-baseline' };
  if (unsettled) return { says: 'watching', reason: 'baseline-unhealthy' };
  // A value that could not be read any more may have come back: it is a witness of nothing until it is read.
  const onset = gaugeOnset(state);
  if (alarmedAt !== null && onset !== null && outage === null)
    return { says: 'regression', sinceMs: at - alarmedAt, ...onset, known: true, beforeSync: false };
  if (staysLevel(state)) return { says: 'healthy' };
  return { says: 'watching', reason: state.points.length === 0 ? 'no-series' : null };
}

function gaugeOnset(state: GaugeState): Pick<Witness, 'from' | 'to'> | null {
  const { quietAt, risenAt, beyond } = state;
  if (isShifted(state) && risenAt !== null) return { from: quietAt, to: risenAt };
  return beyond?.held === true ? { from: beyond.from, to: beyond.to } : null;
}

function assessHealth(state: HealthState, at: number, everyMs: number): Assessment {
  const { alarmedAt, failedAt, passedAt, controlledSince, outage } = state;
  if (alarmedAt !== null && failedAt !== null) {
    const from = passedAt ?? controlledSince ?? failedAt;
    // Without a check that passed, and nothing beside it that does, the failure may be older than the deployment.
    const known = passedAt !== null || controlledSince !== null;
    return { says: 'regression', from, to: failedAt, known, beforeSync: false, sinceMs: at - alarmedAt };
  }
  if (state.consecutive > 0) return { says: 'watching', reason: 'one-witness' };
  if (isUnavailable(outage, at, everyMs))
    return { says: 'unavailable', outcome: outage.outcome, reason: outage.reason };
  return passedAt === null ? { says: 'watching', reason: whyUnchecked(state) } : { says: 'healthy' };
}

/** Nearer to what it was than to the smallest effect; where a threshold alone decides, below that. */
function mostHealthy({ plan }: RatioState, { ratio, leastRatio }: NullModel): number {
  return plan.atLeast.aboveAlone === true ? leastRatio : (ratio + leastRatio) / 2;
}

function undecided(state: RatioState): UndecidedReason | null {
  const { test, progress, unsettled, outage } = state;
  if (test === null || progress === null) return 'no-baseline';
  if (outage !== null) return outage.reason;
  if (unsettled || state.scarce) return 'baseline-unhealthy';
  if (trafficDropped(state)) return 'traffic-dropped';
  if (progress.controlFailed) return 'control-fails-too';
  const { model } = test;
  const needed = enoughTraffic(model);
  const { total } = progress.exclusion;
  if (total * model.overdispersion < needed) return 'not-enough-traffic';
  if (total < needed) return 'signal-noisy';
  return ratioOf(progress.warm.observed) <= mostHealthy(state, model) ? null : 'inconclusive';
}
