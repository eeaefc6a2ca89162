import { type CountPoint, decimal, type GaugeFinding, instant } from '@backout/incident';
import type { GaugePoint } from './gauge/forecast.ts';
import type { CountStep } from './plan.ts';
import { merge, tally } from './ratio/steps.ts';

const before = 20;
const after = 40;

/** The watch and some of the time before it, in steps of about one length, so that the chart's axis is even. */
export function chartPoints(baseline: readonly CountStep[], watched: readonly CountStep[]): CountPoint[] {
  // Merged steps overshoot by up to one of their parts, or stop 5 % short.
  const seconds = Math.max(1, tally(watched).seconds / (after - 4));
  const points = [...merge(baseline, seconds).slice(-before), ...merge(watched, seconds).slice(-after)];
  return points.map(({ at, bad, total }) => ({ at: instant(at), bad, total }));
}

/** The newest of the watch, and some of the time before it. */
export function valuePoints(
  baseline: readonly GaugePoint[],
  watched: readonly GaugePoint[],
): GaugeFinding['points'] {
  return [...baseline.slice(-before), ...watched.slice(-after)].map(({ at, value }) => ({
    at: instant(at),
    value: decimal(value),
  }));
}
