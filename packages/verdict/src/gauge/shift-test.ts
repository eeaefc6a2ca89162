import { type Forecast, type GaugePoint, movedYesterday, transform } from './forecast.ts';

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

export function stepShiftTest(test: ShiftTest, point: GaugePoint): ShiftTest {
  const { forecast, worse, rule, unit } = test;
  const away = transform(point.value, forecast.scale) - forecast.level;
  const moved = movedYesterday(forecast, point.at);
  const up = Math.min(away, away - moved) / unit;
  const down = -Math.max(away, away - moved) / unit;
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
