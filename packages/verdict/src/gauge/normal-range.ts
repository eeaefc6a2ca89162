import { type GaugeScale, restore } from './forecast.ts';
import type { ShiftTest } from './shift-test.ts';

/** Between these a gauge counts as unchanged; null: no value in this direction is worse. In the gauge's own unit. */
export interface NormalRange {
  readonly low: number | null;
  readonly high: number | null;
}

/** Beyond it every point adds to the evidence. */
export function normalRange({ forecast, worse, rule, unit }: ShiftTest): NormalRange {
  const away = rule.drift * unit;
  const value = (transformed: number) => restore(transformed, forecast.scale);
  return {
    low: worse === 'higher' ? null : value(forecast.level - away),
    high: worse === 'lower' ? null : value(forecast.level + away),
  };
}

export function isOutside(value: number, { low, high }: NormalRange): boolean {
  return (low !== null && value < low) || (high !== null && value > high);
}

export const unitOf: Readonly<Record<GaugeScale, 'seconds' | 'ratio' | 'value'>> = {
  'latency-seconds': 'seconds',
  share: 'ratio',
  value: 'value',
};
