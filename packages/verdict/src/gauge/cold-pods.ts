import type { GaugePoint } from './forecast.ts';
import { addDeviation, type Deviation, deviationOf, type ShiftTest } from './shift-test.ts';

/** A shift test that begins while new pods are cold. */
export interface ColdPods {
  readonly test: ShiftTest;
  /** milliseconds of the provider's clock */
  readonly coldUntil: number;
  /** what the points so far showed, not counted yet; null once it is */
  readonly held: readonly Deviation[] | null;
}

const coldMs = 60_000;

/** A point with what the old pods show at the same moment; null where that is not known. */
export interface ComparedPoint extends GaugePoint {
  readonly control: number | null;
}

/** @param readyAt milliseconds; null: they are not known to be new, so nothing is held back */
export function openColdPods(test: ShiftTest, readyAt: number | null): ColdPods {
  return { test, coldUntil: (readyAt ?? 0) + coldMs, held: readyAt === null ? null : [] };
}

/**
 * In their first minute pods fill caches and pools and compile, so rules that believe one point alarm on a fifth of
 * good releases. The points of that minute, and the first one in any case, wait for the one after them and count only
 * as far as that one is away as well: of what fades counts what is left, and what lasts is found a point later.
 */
export function stepColdPods(pods: ColdPods, point: ComparedPoint): ColdPods {
  const { test, held, coldUntil } = pods;
  const newest = deviationOf(test, point, point.control);
  if (held === null) return { ...pods, test: addDeviation(test, newest) };
  if (held.length === 0 || point.at < coldUntil) return { ...pods, held: [...held, newest] };
  const left = held.map(({ up, down }) => ({
    up: Math.min(up, newest.up),
    down: Math.min(down, newest.down),
  }));
  return { ...pods, test: [...left, newest].reduce(addDeviation, test), held: null };
}
