import type { DetectionCase, Detector } from '../../case.ts';
import { clock, pointTimes } from '../clock.ts';
import { type Query, queryOf, tooSlow } from '../query.ts';
import {
  defaults,
  errorRetrySeconds,
  type Metric,
  nothingMeasured,
  phaseOf,
  statusOf,
  tallied,
} from './analysis.ts';

export const argoRollouts: readonly Detector[] = [
  analysis('Argo Rollouts 5m, failureLimit 3', { intervalSeconds: 300, failureLimit: 3 }),
  analysis('Argo Rollouts 1m, failureLimit 0', { intervalSeconds: 60, failureLimit: 0 }),
];

/** `result[0] >= 0.95` of the examples in the documentation. */
const leastSuccess = 0.95;

/**
 * A background analysis of one metric over the interval that has just passed: success of at least 95 %, and for a
 * service without an error ratio the failure condition that latency exceeds 1.5 times the median of its history.
 * Failed and Error abort a rollout; Inconclusive only pauses it and is no alarm.
 *
 * The replay knows time by its points: a query takes none, and an Error is tried again at the next point rather than
 * after ten seconds, which is in the peer's favour where points are missing.
 */
function analysis(name: string, template: Template): Detector {
  return {
    name,
    alarmAt(recorded) {
      const query = queryOf(recorded);
      if (query === null) return null;
      return abortedAt(recorded, { ...defaults, ...template, ...conditions(query.of) }, query);
    },
  };
}

interface Template {
  readonly intervalSeconds: number;
  readonly failureLimit: number;
}

function abortedAt(recorded: DetectionCase, metric: Metric & Template, query: Query): number | null {
  const { isDue, looked, retry } = clock(recorded, metric.intervalSeconds);
  let tally = nothingMeasured;
  for (const t of pointTimes(recorded)) {
    if (!isDue(t)) continue;
    const phase = phaseOf(metric, query.ask(t, metric.intervalSeconds));
    tally = tallied(tally, phase);
    const status = statusOf(metric, tally);
    if (status !== 'Running') return status === 'Failed' || status === 'Error' ? t : null;
    if (phase === 'Error') retry(t, errorRetrySeconds);
    else looked(t);
  }
  return null;
}

function conditions(of: Query['of']): Pick<Metric, 'success' | 'failure'> {
  if (of === 'errors') return { success: (errors) => 1 - errors >= leastSuccess, failure: null };
  return { success: null, failure: (times) => times > tooSlow };
}
