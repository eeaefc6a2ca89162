import type { DetectionCase, Family, Signal } from '../case.ts';

/**
 * What a peer is set up to look at: the error ratio, one latency and whatever KPI is recorded. One quantile, as in the
 * peers' own examples; the 90th percentile, since every recording with latencies has it.
 */
export function watchedBy(recorded: DetectionCase): readonly Signal[] {
  const latency = latencyOf(recorded);
  return recorded.signals.filter(
    (signal) => signal.family === 'errors' || signal.family === 'kpi' || signal === latency,
  );
}

export function errorsOf(recorded: DetectionCase): Signal | undefined {
  return firstOf(recorded, 'errors');
}

export function latencyOf(recorded: DetectionCase): Signal | undefined {
  return recorded.signals.find(({ name }) => name === 'latency_p90') ?? firstOf(recorded, 'latency');
}

function firstOf(recorded: DetectionCase, wanted: Family): Signal | undefined {
  return recorded.signals.find(({ family }) => family === wanted);
}
