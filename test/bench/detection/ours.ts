import {
  forecast,
  type GaugePoint,
  type GaugeScale,
  openShiftTest,
  type ShiftRule,
  type ShiftTest,
  shifted,
  shiftRule,
  stepShiftTest,
} from '@backout/verdict/gauge';
import type { DetectionCase, Detector, Point, Signal } from './case.ts';

/** The product's own test of gauges, a point at a time in the order of the clock. */
export function backout(rule: ShiftRule = shiftRule): Detector {
  return { name: 'backout', alarmAt: (recorded) => firstAlarm(recorded, rule) };
}

function firstAlarm(recorded: DetectionCase, rule: ShiftRule): number | null {
  const judged = recorded.signals.filter(isJudged);
  const tests = new Map<string, ShiftTest>();
  for (const signal of judged) {
    const predicted = forecastOf(signal, recorded);
    if (predicted !== null) tests.set(signal.name, openShiftTest(predicted, signal.worse, rule));
  }
  for (const { signal, point } of inOrder(judged)) {
    const before = tests.get(signal.name);
    if (before === undefined) continue;
    const after = stepShiftTest(before, asGauge(point));
    if (shifted(after)) return point.t;
    tests.set(signal.name, after);
  }
  return null;
}

/** Why a case without an alarm ends as it does. */
export function verdictOf(recorded: DetectionCase, alarm: number | null) {
  if (alarm !== null) return { verdict: 'regression', reason: 'shift' };
  const judged = recorded.signals.filter(isJudged);
  if (judged.every(({ after }) => after.length === 0)) return { verdict: 'no-data', reason: 'no-series' };
  const known = judged.filter((signal) => forecastOf(signal, recorded) !== null);
  return known.length === 0
    ? { verdict: 'no-data', reason: 'no-baseline' }
    : { verdict: 'healthy', reason: 'watch-ended' };
}

/** The signal whose sum came nearest to its limit, as a share of it. */
export function closestOf(recorded: DetectionCase): { signal: string | null; reached: number } {
  let closest: { signal: string | null; reached: number } = { signal: null, reached: 0 };
  for (const signal of recorded.signals.filter(isJudged)) {
    const predicted = forecastOf(signal, recorded);
    if (predicted === null) continue;
    let test = openShiftTest(predicted, signal.worse);
    for (const point of signal.after) {
      test = stepShiftTest(test, asGauge(point));
      const reached = Math.max(test.higher, test.lower) / test.rule.limit;
      if (reached > closest.reached)
        closest = { signal: signal.name, reached: Math.round(100 * reached) / 100 };
    }
  }
  return closest;
}

/** What a team would name in its policy; p95 and p99 add alarms and nothing else. */
function isJudged({ name, family }: Signal): boolean {
  return family === 'errors' || family === 'kpi' || ['latency_p50', 'latency_p90', 'latency'].includes(name);
}

/** The tests of a grid of rules share it: it is most of the work. */
const forecasts = new WeakMap<Signal, ReturnType<typeof forecast>>();

function forecastOf(signal: Signal, { began }: DetectionCase): ReturnType<typeof forecast> {
  const held = forecasts.get(signal);
  if (held !== undefined) return held;
  const predicted = forecast(signal.history.map(asGauge), scaleOf(signal), began * 1000);
  forecasts.set(signal, predicted);
  return predicted;
}

function scaleOf({ family }: Signal): GaugeScale {
  if (family === 'latency') return 'latency-seconds';
  return family === 'errors' ? 'share' : 'value';
}

function asGauge({ t, value }: Point): GaugePoint {
  return { at: t * 1000, value };
}

function inOrder(signals: readonly Signal[]): { signal: Signal; point: Point }[] {
  const all = signals.flatMap((signal) => signal.after.map((point) => ({ signal, point })));
  return all.sort((one, other) => one.point.t - other.point.t);
}
