import {
  type Forecast,
  forecast,
  type GaugePoint,
  type GaugeScale,
  openShiftTest,
  type ShiftTest,
  shifted,
  stepShiftTest,
} from '@backout/verdict/gauge';
import type { DetectionCase, Detector, Point, Signal } from './case.ts';

/** The product's own test of gauges, a point at a time in the order of the clock. */
export const ours: Detector = {
  name: 'backout',
  alarmAt: (recorded) => {
    const judged = recorded.signals.filter(isJudged);
    const tests = new Map<string, ShiftTest>();
    for (const signal of judged) {
      const opened = open(signal, recorded);
      if (opened !== null) tests.set(signal.name, opened);
    }
    for (const { signal, point } of inOrder(judged)) {
      const before = tests.get(signal.name);
      if (before === undefined) continue;
      const after = stepShiftTest(before, asGauge(point));
      if (shifted(after)) return point.t;
      tests.set(signal.name, after);
    }
    return null;
  },
};

/** What a team would name in its policy; p95 and p99 add alarms and nothing else. */
function isJudged({ name, family }: Signal): boolean {
  return family === 'errors' || family === 'kpi' || ['latency_p50', 'latency_p90', 'latency'].includes(name);
}

function open(signal: Signal, { began }: DetectionCase): ShiftTest | null {
  const predicted: Forecast | null = forecast(signal.history.map(asGauge), scaleOf(signal), began * 1000);
  return predicted && openShiftTest(predicted, signal.worse);
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
