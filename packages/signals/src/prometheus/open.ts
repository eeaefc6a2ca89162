import type { GaugeSignal, RatioSignal } from '@backout/policy';
import { openRequestGates } from '../http/request-gate.ts';
import type { SourceReading } from '../reading.ts';
import type { Named, Source } from '../signals.ts';
import type { IsNew } from './canary.ts';
import type { GatedPrometheus, Prometheus } from './client.ts';
import { prometheusGauge } from './gauge.ts';
import { openGauges } from './gauges.ts';
import { prometheusRatio } from './ratio.ts';
import { openRatios } from './ratios.ts';

interface PrometheusReading extends SourceReading {
  /** uniform in [0, 1): spreads watches that wait for the same server */
  readonly random?: () => number;
  readonly isNew?: IsNew | null;
}

/** The signals of an application that one server answers: about one question a look, and none while it is busy. */
export function openPrometheus(
  prometheus: Prometheus,
  signals: readonly Named<RatioSignal | GaugeSignal>[],
  reading: PrometheusReading,
): Source {
  const { random = Math.random } = reading;
  const gates = openRequestGates(random);
  const gated = <Result>(at: number, look: (asked: GatedPrometheus) => Promise<Result>) =>
    gates.take(at, (gate) => look({ ...prometheus, gate }));
  const { ratios, gauges } = sorted(signals, reading);
  return {
    baseline: (window) =>
      gated(prometheus.now(), async (asked) =>
        inOrder(signals, await Promise.all([ratios.baseline(asked, window), gauges.baseline(asked, window)])),
      ),
    read: (at) =>
      gated(at, async (asked) =>
        inOrder(signals, await Promise.all([ratios.read(asked, at), gauges.read(asked, at)])),
      ),
  };
}

function sorted(
  signals: readonly Named<RatioSignal | GaugeSignal>[],
  { since, stepMs, onSkew, isNew = null }: PrometheusReading,
) {
  const ratios = signals.flatMap(({ name, signal }) =>
    signal.kind === 'ratio' ? [prometheusRatio({ name, signal, since, stepMs, onSkew, isNew })] : [],
  );
  const counted = openRatios(ratios, stepMs);
  const gauges = signals.flatMap(({ name, signal }) =>
    signal.kind === 'gauge' ? [prometheusGauge({ name, signal, since, onSkew, lagMs: counted.lagMs })] : [],
  );
  return { ratios: counted, gauges: openGauges(gauges) };
}

/** As the policy names them. */
function inOrder<Read extends { readonly signal: string }>(
  signals: readonly Named<unknown>[],
  read: readonly (readonly Read[])[],
): Read[] {
  const byName = new Map(read.flat().map((one) => [one.signal, one]));
  return signals.flatMap(({ name }) => byName.get(name) ?? []);
}
