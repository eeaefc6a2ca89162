import type { GaugeSignal, RatioSignal } from '@backout/policy';
import type { Asking } from './http/ask.ts';
import type { Named } from './signals.ts';

/** What every provider needs to know of the watch that reads it. */
export interface SourceReading extends Asking {
  /** ms: only what happened after this moment is read; the sync, or a later start of looking */
  readonly since: number;
  /** ms between two looks: about the length of a step of counts */
  readonly stepMs: number;
  /** told with every answer: the provider's clock minus ours */
  readonly onSkew: (skewMs: number) => void;
}

/** The signals that have numbers. */
export type MetricSignals = readonly Named<RatioSignal | GaugeSignal>[];
