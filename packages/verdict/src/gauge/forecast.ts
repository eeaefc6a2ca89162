import { median, medianDeviation, quantile } from './robust.ts';

/** A value of a gauge; `at` in milliseconds of the provider's clock. */
export interface GaugePoint {
  readonly at: number;
  readonly value: number;
}

/** In what a gauge deviates: a latency by factors, everything else by differences. */
export type GaugeScale = 'latency-seconds' | 'share' | 'value';

/** What the signal would be without the deployment, and how far it strays from that by itself. */
export interface Forecast {
  readonly scale: GaugeScale;
  /** When the rollout began, milliseconds. */
  readonly began: number;
  /** Both in transformed units: see `transform`. */
  readonly level: number;
  /** The standard deviation of the forecast's error, robustly. */
  readonly spread: number;
  /** The smallest worsening that users notice. */
  readonly leastEffect: number;
  /** How the same minutes a day and a week ago moved away from the level before them, as far as they are known. */
  readonly seasons: readonly (readonly GaugePoint[])[];
}

/** So many points say what the level is: more of them lag behind drift, fewer follow noise. */
const levelPoints = 15;
/** As far as a watch looks ahead; the errors of the replay are those of all its horizons. */
const horizon = 10;
const day = 86_400_000;
const week = 7 * day;

/** A gauge without so many points before the sync cannot be judged. */
export const leastHistory = 5;

/**
 * The level of the last points, and as the unit of deviation the error that this very forecast made at past moments
 * of this very signal: it knows autocorrelation, drift and quantised values, which a variance of neighbours does not.
 *
 * @param history oldest first, without the rollout
 * @param began when the rollout began, milliseconds
 * @param seasonal the same hour a week ago, where the history does not reach as far
 */
export function forecast(
  history: readonly GaugePoint[],
  scale: GaugeScale,
  began: number,
  seasonal: readonly GaugePoint[] = history,
): Forecast | null {
  if (history.length < leastHistory) return null;
  const values = history.map(({ value }) => transform(value, scale));
  const level = median(values.slice(-levelPoints));
  const spread = Math.max(medianDeviation(values.slice(-levelPoints)), strayed(values));
  return {
    ...{ scale, began, level, spread },
    leastEffect: leastEffect(level, scale),
    seasons: [shapeOf(history, scale, began - day), shapeOf(seasonal, scale, began - week)].filter(
      (shape) => shape !== null,
    ),
  };
}

/** 2 ms keep the logarithm of next to nothing apart from noise. */
const nothingSeconds = 0.002;

/** So that a factor is a difference. */
export function transform(value: number, scale: GaugeScale): number {
  return scale === 'latency-seconds' ? Math.log(Math.max(0, value) + nothingSeconds) : value;
}

/** The value behind a transformed one. */
export function restore(transformed: number, scale: GaugeScale): number {
  return scale === 'latency-seconds' ? Math.max(0, Math.exp(transformed) - nothingSeconds) : transformed;
}

/** 20 %, and 20 ms or a percentage point. */
function leastEffect(level: number, scale: GaugeScale): number {
  switch (scale) {
    case 'latency-seconds':
      return Math.max(Math.log(1.2), Math.log1p(0.02 / Math.exp(level)));
    case 'share':
      return 0.01;
    case 'value':
      return 0.2 * Math.abs(level);
  }
}

/** Errors of the forecast at every past moment that has points enough before it, over all its horizons. */
function replay(values: readonly number[]): number[] {
  const width = Math.min(levelPoints, Math.max(5, Math.floor(values.length / 2)));
  const errors: number[] = [];
  for (let from = width; from < values.length; from++) {
    const level = median(values.slice(from - width, from));
    for (const value of values.slice(from, from + horizon)) errors.push(Math.abs(value - level));
  }
  return errors;
}

/** The deviation that nine of ten errors stay below, as a standard deviation of a normal one. */
function strayed(values: readonly number[]): number {
  if (values.length >= 10) return quantile(replay(values), 0.9) / 1.645;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
}

/** @param then the moment that is like the beginning of the rollout; null where the points do not reach back beyond it */
function shapeOf(points: readonly GaugePoint[], scale: GaugeScale, then: number): GaugePoint[] | null {
  const before = points.filter(({ at }) => at < then).slice(-levelPoints);
  if (before.length < leastHistory) return null;
  const level = median(before.map(({ value }) => transform(value, scale)));
  return points
    .filter(({ at }) => at >= then && at < then + day)
    .map(({ at, value }) => ({ at: at - then, value: transform(value, scale) - level }));
}

/** How far each season had moved by the same minute: the middle of five points around it. */
export function seasonalMoves({ seasons, began }: Forecast, at: number): number[] {
  return seasons.flatMap((shape) => {
    const after = shape.findIndex((point) => point.at >= at - began);
    const index = after === -1 ? shape.length - 1 : after;
    const around = shape.slice(Math.max(0, index - 2), index + 3);
    return around.length === 0 ? [] : [median(around.map(({ value }) => value))];
  });
}
