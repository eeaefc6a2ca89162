export type { GaugeThreshold } from './conditions.ts';
export type { MetricProvider } from './providers.ts';
export { type GaugeSignal, type HealthSignal, type RatioSignal, Signal } from './signal.ts';
