import { type Forecast, type GaugePoint, movedYesterday, transform } from './forecast.ts';

export type Worse = 'higher' | 'lower' | 'either';

/**
 * A capped cumulative sum (Page 1954) of deviations in units of the signal's own forecast error. One point has to be 3.9
 * units away, two 2.4 on average, three 1.9, ten 1.2: what lasts may be smaller. A single point counts for no more
 * than six units, whatever it shows.
 */
export interface ShiftTest {
  readonly forecast: Forecast;
  readonly worse: Worse;
  readonly higher: number;
  readonly lower: number;
  /** of the newest point, in units, in the worse direction */
  readonly deviation: number;
  readonly points: number;
  /** Where the sum that is above its limit began to grow. */
  readonly since: number | null;
}

const drift = 0.9;
const limit = 3;
const cap = 6;

export function openShiftTest(forecast: Forecast, worse: Worse): ShiftTest {
  return { forecast, worse, higher: 0, lower: 0, deviation: 0, points: 0, since: null };
}

export function stepShiftTest(test: ShiftTest, point: GaugePoint): ShiftTest {
  const { forecast, worse } = test;
  const away = transform(point.value, forecast.scale) - forecast.level;
  const moved = movedYesterday(forecast, point.at);
  const up = Math.min(away, away - moved) / forecast.unit;
  const down = -Math.max(away, away - moved) / forecast.unit;
  const higher = worse === 'lower' ? 0 : grown(test.higher, up);
  const lower = worse === 'higher' ? 0 : grown(test.lower, down);
  const deviation = worse === 'higher' ? up : worse === 'lower' ? down : Math.max(up, down);
  const growing = Math.max(higher, lower) > 0;
  const since = growing ? (test.since ?? point.at) : null;
  return { ...test, higher, lower, deviation, since, points: test.points + 1 };
}

function grown(sum: number, deviation: number): number {
  return Math.max(0, sum + Math.max(-cap, Math.min(cap, deviation)) - drift);
}

/** It has shifted, and still has: the newest point is away as well. */
export function shifted({ higher, lower, deviation }: ShiftTest): boolean {
  return Math.max(higher, lower) > limit && deviation > drift;
}
