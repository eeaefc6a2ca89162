import type { GaugeSignal, RatioSignal } from '@backout/policy';
import { oneByOne } from '../one-by-one.ts';
import type { SourceReading } from '../reading.ts';
import type { Named, Source } from '../signals.ts';
import { prometheusGauge } from './gauge.ts';
import type { Prometheus } from './query.ts';
import { prometheusRatio } from './source.ts';

export function openPrometheus(
  prometheus: Prometheus,
  signals: readonly Named<RatioSignal | GaugeSignal>[],
  { since, stepMs, onSkew }: SourceReading,
): Source {
  return oneByOne(
    signals.map(({ name, signal }) =>
      signal.kind === 'ratio'
        ? prometheusRatio(prometheus, { name, signal, since, stepMs, onSkew })
        : prometheusGauge(prometheus, { name, signal, since, onSkew }),
    ),
  );
}
