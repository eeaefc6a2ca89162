import { milliseconds, sha256 } from '@backout/incident';
import { noBaseline, type Outage, prolong } from '../outage.ts';
import type { Baseline, GaugePlan, Reading, Unread, Values, WatchPlan } from '../plan.ts';
import { type Forecast, forecast, type GaugePoint, restore } from './forecast.ts';
import { openShiftTest, type ShiftTest, shifted, shiftRule, stepShiftTest } from './shift-test.ts';
import { type Beyond, beyond } from './threshold.ts';

/** One gauge in the course of a watch. `test` is null where there is nothing to compare with. */
export interface GaugeState {
  readonly kind: 'gauge';
  readonly plan: GaugePlan;
  readonly baseline: readonly GaugePoint[];
  readonly test: ShiftTest | null;
  /** it had shifted before the sync already, and so cannot say what the deployment did */
  readonly unsettled: boolean;
  /** ms */
  readonly sync: number;
  readonly points: readonly GaugePoint[];
  /** the last value that this look brought, null where it brought none */
  readonly newest: number | null;
  /** ms, the provider's clock: the last point without anything to see, and the first one after it */
  readonly quietAt: number;
  readonly risenAt: number | null;
  /** where the policy has a threshold and the newest point is beyond it */
  readonly beyond: Beyond | null;
  /** ms, by the runner's clock: when the shift, or the threshold's time, stood first */
  readonly alarmedAt: number | null;
  readonly outage: Outage | null;
  /** read before there was a history to compare it with */
  readonly held: readonly Values[];
  /** how late the newest numbers were, as their provider is */
  readonly lagMs: number;
  readonly series: string;
}

export function openGauge(
  plan: GaugePlan,
  watch: WatchPlan,
  baseline: Baseline | Unread | undefined,
): GaugeState {
  const sync = milliseconds(watch.syncStartedAt);
  const { points, seasonal } = baseline !== undefined && 'points' in baseline ? baseline : { points: [] };
  const history = points.filter(({ at }) => at <= sync);
  const test = testOf({ history, seasonal }, plan, sync);
  return {
    ...{ kind: 'gauge', plan, baseline: history, test, points: [], newest: null },
    unsettled: test !== null && hadShifted({ history, seasonal }, plan),
    quietAt: history.at(-1)?.at ?? sync,
    risenAt: null,
    beyond: null,
    sync,
    alarmedAt: null,
    outage: test === null ? noBaseline(baseline, sync) : null,
    held: [],
    lagMs: 0,
    series: baseline !== undefined && 'series' in baseline ? baseline.series : sha256(''),
  };
}

interface Past {
  readonly history: readonly GaugePoint[];
  readonly seasonal?: readonly GaugePoint[] | undefined;
}

function testOf({ history, seasonal }: Past, plan: GaugePlan, at: number): ShiftTest | null {
  const predicted = forecast(history, plan.scale, at, seasonal);
  if (predicted === null) return null;
  const rule = { ...shiftRule, limit: shiftRule.limit * pointsPerMinute(plan) };
  return openShiftTest(withLeastChange(predicted, plan), plan.worse, rule);
}

/**
 * The rule was measured on points of a minute. Shorter ones are no more independent for being more: it takes as long, and
 * not as many points.
 */
function pointsPerMinute({ stepMs }: GaugePlan): number {
  return Math.max(1, 60_000 / stepMs);
}

function withLeastChange(predicted: Forecast, { leastChange, scale }: GaugePlan): Forecast {
  if (leastChange === null) return predicted;
  const leastEffect =
    scale === 'latency-seconds' ? Math.log1p(leastChange) : leastChange * Math.abs(predicted.level);
  return { ...predicted, leastEffect };
}

/** As many points as the level is renewed by within a watch's first minutes. */
const tailPoints = 5;

/** The same test, opened five points earlier. */
function hadShifted({ history, seasonal }: Past, plan: GaugePlan): boolean {
  const past = history.slice(0, -tailPoints);
  const opened = testOf({ history: past, seasonal }, plan, past.at(-1)?.at ?? 0);
  return opened !== null && shifted(history.slice(-tailPoints).reduce(stepShiftTest, opened));
}

export function lookGauge(state: GaugeState, at: number, reading: Reading | undefined): GaugeState {
  if (reading === undefined) return state;
  if (reading.kind === 'unread')
    return { ...state, newest: null, outage: prolong(state.outage, reading, at) };
  if (state.test === null)
    return reading.kind === 'values' ? { ...state, held: [...state.held, reading] } : state;
  if (reading.kind === 'nothing-new') return { ...state, newest: null, outage: null };
  if (reading.kind !== 'values') return state;
  const assessed = withThreshold(reading.points.reduce(takePoint, { ...state, outage: null }));
  const stands = isShifted(assessed) || assessed.beyond?.held === true;
  return {
    ...assessed,
    lagMs: reading.lagMs ?? 0,
    newest: assessed.points.length > state.points.length ? (assessed.points.at(-1)?.value ?? null) : null,
    alarmedAt: stands ? (state.alarmedAt ?? at) : null,
    series: sha256(`${state.series}${reading.series}`),
  };
}

function withThreshold(state: GaugeState): GaugeState {
  const { plan, test, points, sync } = state;
  const { threshold, scale, stepMs } = plan;
  if (threshold === undefined || test === null) return state;
  const level = restore(test.forecast.level, scale);
  return { ...state, beyond: beyond({ threshold, level, sync, stepMs }, points) };
}

/** Whether the test says so, where it is asked. */
export function isShifted({ plan, test }: GaugeState): boolean {
  return plan.threshold?.decide !== 'threshold' && test !== null && shifted(test);
}

function takePoint(state: GaugeState, point: GaugePoint): GaugeState {
  if (state.test === null || point.at <= state.quietAt) return state;
  const test = stepShiftTest(state.test, point);
  const quiet = strengthOf(test) === 0;
  return {
    ...state,
    test,
    points: [...state.points, point],
    quietAt: quiet ? point.at : state.quietAt,
    risenAt: quiet ? null : (state.risenAt ?? point.at),
  };
}

function strengthOf({ higher, lower }: ShiftTest): number {
  return Math.max(higher, lower);
}

const leastMinutes = 3;

/**
 * Three minutes of which none left anything to see. A shift of 1.9 units would have been found by then; a smaller one
 * needs the longer watch of `at_least`.
 */
export function staysLevel({ plan, test, points, beyond: passed }: GaugeState): boolean {
  const enough = leastMinutes * pointsPerMinute(plan);
  if (test === null || points.length < enough || passed !== null) return false;
  return plan.threshold?.decide === 'threshold' || strengthOf(test) < 1;
}
