import {
  type ColdPods,
  forecast,
  type GaugePoint,
  type GaugeScale,
  openColdPods,
  openShiftTest,
  type ShiftRule,
  type ShiftTest,
  stepColdPods,
} from '@backout/verdict/gauge';
import type { DetectionCase, Point, Signal } from './case.ts';

/** One signal that is judged, of the service or of its new pods alone, at one of its points. */
interface Seen {
  readonly signal: Signal;
  readonly t: number;
  readonly test: ShiftTest;
  /** false: what failed so far is too little to be a worsening, however large a share it is */
  readonly counts: boolean;
}

interface Track {
  readonly signal: Signal;
  readonly controlAt: (t: number) => number | null;
  readonly leastBad: number;
  pods: ColdPods;
  bad: number;
}

/** The product's own test of gauges on every judged signal, a point at a time in the order of the clock. */
export function* watch(recorded: DetectionCase, rule: ShiftRule): Generator<Seen> {
  const tracks = tracksOf(recorded, rule);
  for (const { track, point } of inOrder(tracks)) {
    const { signal, controlAt, leastBad } = track;
    track.pods = stepColdPods(track.pods, { ...asGauge(point), control: controlAt(point.t) });
    track.bad += point.value * point.weight;
    yield { signal, t: point.t, test: track.pods.test, counts: track.bad >= leastBad };
  }
}

/** What a team would name in its policy; p95 and p99 add alarms and nothing else. */
export function judgedOf({ signals, rollout }: DetectionCase): Signal[] {
  return [...signals, ...(rollout?.canary ?? [])].filter(
    ({ name, family }) =>
      family === 'errors' || family === 'kpi' || ['latency_p50', 'latency_p90', 'latency'].includes(name),
  );
}

function tracksOf(recorded: DetectionCase, rule: ShiftRule): Track[] {
  return judgedOf(recorded).flatMap((signal): Track[] => {
    const predicted = forecastOf(signal, recorded);
    if (predicted === null) return [];
    const test = openShiftTest(predicted, signal.worse, rule);
    return [
      {
        signal,
        controlAt: controlOf(signal, recorded),
        leastBad: isCounted(signal, recorded) ? leastBad : 0,
        pods: openColdPods(test, readyAt(signal, recorded)),
        bad: 0,
      },
    ];
  });
}

/** As `at_least.events` of the policy: a new pod with ten requests a minute fails a tenth of them with one. */
const leastBad = 3;

function isCounted(signal: Signal, { rollout }: DetectionCase): boolean {
  const canary = rollout?.canary ?? [];
  return (
    canary.includes(signal) &&
    signal.family === 'errors' &&
    canary.some(({ family }) => family === 'requests')
  );
}

/** New pods are cold from their own first point on, and the service is from when the first one was ready. */
function readyAt(signal: Signal, { rollout }: DetectionCase): number | null {
  const ready = rollout?.canary.includes(signal) ? signal.after[0]?.t : rollout?.readyAt;
  return ready === undefined || ready === null ? null : ready * 1000;
}

/**
 * What the old pods show within half a step, as long as the new ones serve beside them: a concurrent control says more
 * than the past. Where there are no new pods to compare with, only the past is left.
 */
function controlOf({ name }: Signal, { rollout, stepSeconds }: DetectionCase): Track['controlAt'] {
  const [control, canary] = [rollout?.control.get(name), rollout?.canary.find((one) => one.name === name)];
  if (control === undefined || canary === undefined) return () => null;
  const near = (t: number) => (point: Point) => Math.abs(point.t - t) <= stepSeconds / 2;
  return (t) => (canary.after.some(near(t)) ? (control.find(near(t))?.value ?? null) : null);
}

/** The tests of a grid of rules share it: it is most of the work. */
const forecasts = new WeakMap<Signal, ReturnType<typeof forecast>>();

export function forecastOf(signal: Signal, { began }: DetectionCase): ReturnType<typeof forecast> {
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

function inOrder(tracks: readonly Track[]): { track: Track; point: Point }[] {
  const all = tracks.flatMap((track) => track.signal.after.map((point) => ({ track, point })));
  return all.sort((one, other) => one.point.t - other.point.t);
}
