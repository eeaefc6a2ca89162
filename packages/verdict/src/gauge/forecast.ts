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
  /** Both in transformed units: see `transform`. */
  readonly level: number;
  /** The standard deviation of the forecast's error, robustly. */
  readonly spread: number;
  /** The smallest worsening that users notice. */
  readonly leastEffect: number;
  /** The same minutes a day ago, as differences from the level before them; null without a day of history. */
  readonly yesterday: readonly GaugePoint[] | null;
}

/** So many points say what the level is: more of them lag behind drift, fewer follow noise. */
const levelPoints = 15;
/** As far as a watch looks ahead; the errors of the replay are those of all its horizons. */
const horizon = 10;
const day = 86_400_000;

/** A gauge without so many points before the sync cannot be judged. */
export const leastHistory = 5;

/**
 * The level of the last points, and as the unit of deviation the error that this very forecast made at past moments
 * of this very signal: it knows autocorrelation, drift and quantised values, which a variance of neighbours does not.
 *
 * @param history oldest first, without the rollout
 * @param began when the rollout began, milliseconds
 */
export function forecast(history: readonly GaugePoint[], scale: GaugeScale, began: number): Forecast | null {
  if (history.length < leastHistory) return null;
  const values = history.map(({ value }) => transform(value, scale));
  const level = median(values.slice(-levelPoints));
  const spread = Math.max(medianDeviation(values.slice(-levelPoints)), strayed(values));
  return {
    ...{ scale, level, spread },
    leastEffect: leastEffect(level, scale),
    yesterday: shapeOfYesterday(history, values, began),
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

function shapeOfYesterday(
  history: readonly GaugePoint[],
  values: readonly number[],
  began: number,
): GaugePoint[] | null {
  const [first] = history;
  if (first === undefined || first.at > began - day) return null;
  const before: number[] = [];
  const shape: GaugePoint[] = [];
  for (const [index, { at }] of history.entries()) {
    const value = values[index] ?? 0;
    if (at < began - day) before.push(value);
    else shape.push({ at: at + day, value });
  }
  const level = median(before.slice(-levelPoints));
  return shape.map(({ at, value }) => ({ at, value: value - level }));
}

/** How far yesterday had moved by the same minute: the middle of five points around it. */
export function movedYesterday({ yesterday }: Forecast, at: number): number {
  if (yesterday === null) return 0;
  const after = yesterday.findIndex((point) => point.at >= at);
  const index = after === -1 ? yesterday.length - 1 : after;
  const around = yesterday.slice(Math.max(0, index - 2), index + 3);
  return around.length === 0 ? 0 : median(around.map(({ value }) => value));
}
