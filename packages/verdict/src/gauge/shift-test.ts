import { type Forecast, type GaugePoint, seasonalMoves, transform } from './forecast.ts';

export type Worse = 'higher' | 'lower' | 'either';

/** The numbers of the test. */
export interface ShiftRule {
  /** So many spreads of the forecast's error are a unit, if they are more than the least effect. */
  readonly noise: number;
  /** In units: what every point has to exceed, what the sum has to reach, and what a single point counts at most. */
  readonly drift: number;
  readonly limit: number;
  readonly cap: number;
}

/**
 * Chosen on the recorded sets, where the result is flat around it: `npm run bench:detection` prints what the same
 * grid chooses without the source that it is then measured on.
 */
export const shiftRule: ShiftRule = { noise: 1.2, drift: 0.9, limit: 3, cap: 6 };

/**
 * A capped cumulative sum (Page 1954) of deviations in units of the signal's own forecast error. One point has to be 3.9
 * units away, two 2.4 on average, three 1.9, ten 1.2: what lasts may be smaller.
 */
export interface ShiftTest {
  readonly forecast: Forecast;
  readonly worse: Worse;
  readonly rule: ShiftRule;
  readonly unit: number;
  readonly higher: number;
  readonly lower: number;
  /** of the newest point, in units, in the worse direction */
  readonly deviation: number;
}

export function openShiftTest(forecast: Forecast, worse: Worse, rule = shiftRule): ShiftTest {
  const unit = Math.max(rule.noise * forecast.spread, forecast.leastEffect);
  return { forecast, worse, rule, unit, higher: 0, lower: 0, deviation: 0 };
}

/** How far a point is away in either direction, in units; negative where it is on the other side. */
export interface Deviation {
  readonly up: number;
  readonly down: number;
}

export function stepShiftTest(test: ShiftTest, point: GaugePoint): ShiftTest {
  return addDeviation(test, deviationOf(test, point, null));
}

/**
 * What has moved without the deployment does not count: it has to be away from the level, from where yesterday and the
 * same day of last week were by the same minute, and from what the old pods show beside it. The least of these is the deviation.
 *
 * @param control the value of the old pods at the same moment; null where that is not known
 */
export function deviationOf(
  { forecast, unit }: ShiftTest,
  point: GaugePoint,
  control: number | null,
): Deviation {
  const { level, scale } = forecast;
  const away = transform(point.value, scale) - level;
  const moved = [0, ...seasonalMoves(forecast, point.at)];
  if (control !== null) moved.push(transform(control, scale) - level);
  return { up: (away - Math.max(...moved)) / unit, down: (Math.min(...moved) - away) / unit };
}

export function addDeviation(test: ShiftTest, { up, down }: Deviation): ShiftTest {
  const { worse, rule } = test;
  const higher = worse === 'lower' ? 0 : grown(test.higher, up, rule);
  const lower = worse === 'higher' ? 0 : grown(test.lower, down, rule);
  const deviation = worse === 'higher' ? up : worse === 'lower' ? down : Math.max(up, down);
  return { ...test, higher, lower, deviation };
}

function grown(sum: number, deviation: number, { cap, drift }: ShiftRule): number {
  return Math.max(0, sum + Math.max(-cap, Math.min(cap, deviation)) - drift);
}

/** It has shifted, and still has: the newest point is away as well. */
export function shifted({ higher, lower, deviation, rule }: ShiftTest): boolean {
  return Math.max(higher, lower) > rule.limit && deviation > rule.drift;
}
