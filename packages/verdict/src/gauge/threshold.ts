import type { GaugeThreshold } from '../plan.ts';
import type { GaugePoint } from './forecast.ts';

/** The stretch up to now in which every point was beyond. */
export interface Beyond {
  /** ms: the last point that was not, or the sync; and the first that was */
  readonly from: number;
  readonly to: number;
  /** whether it has lasted for as long as the threshold asks for */
  readonly held: boolean;
}

interface Watched {
  readonly threshold: GaugeThreshold;
  /** The value before the sync: what was beyond already is not this deployment's. */
  readonly level: number;
  readonly sync: number;
  readonly stepMs: number;
}

/** @param points after the sync, oldest first; null while the newest is not beyond */
export function beyond(
  { threshold, level, sync, stepMs }: Watched,
  points: readonly GaugePoint[],
): Beyond | null {
  const isBeyond = ({ above, below }: GaugeThreshold, value: number) =>
    (above !== null && value > above && level <= above) ||
    (below !== null && value < below && level >= below);
  const last = points.findLastIndex(({ value }) => !isBeyond(threshold, value));
  const [first, newest] = [points[last + 1], points.at(-1)];
  if (first === undefined || newest === undefined) return null;
  const lasted = newest.at - first.at + stepMs;
  return { from: points[last]?.at ?? sync, to: first.at, held: lasted >= threshold.forMs };
}
