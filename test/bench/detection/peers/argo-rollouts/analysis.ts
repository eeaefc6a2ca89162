/**
 * How Argo Rollouts judges one metric of an AnalysisRun (argoproj/argo-rollouts 9f8d111d, `analysis/` and
 * `utils/evaluate/`): every measurement gets a phase, limits on how many of them may be bad decide.
 */
export interface Metric {
  readonly intervalSeconds: number | null;
  readonly count: number | null;
  /** -1: any number may fail. */
  readonly failureLimit: number;
  readonly inconclusiveLimit: number;
  readonly consecutiveErrorLimit: number;
  /** 0: success alone never ends the analysis early. */
  readonly consecutiveSuccessLimit: number;
  readonly success: Condition | null;
  readonly failure: Condition | null;
}

type Condition = (value: number) => boolean;

export const defaults: Metric = {
  intervalSeconds: null,
  count: null,
  failureLimit: 0,
  inconclusiveLimit: 0,
  consecutiveErrorLimit: 4,
  consecutiveSuccessLimit: 0,
  success: null,
  failure: null,
};

export type Phase = 'Successful' | 'Failed' | 'Inconclusive' | 'Error';

/** An error is tried again sooner than the interval says. */
export const errorRetrySeconds = 10;

/**
 * @param value null where the query answered nothing: `result[0]` cannot be evaluated then, which is an Error. NaN is
 * a value like any other, so a success condition alone fails on it.
 */
export function phaseOf({ success, failure }: Metric, value: number | null): Phase {
  if (value === null) return 'Error';
  if (failure?.(value)) return 'Failed';
  if (success === null || success(value)) return 'Successful';
  return failure === null ? 'Failed' : 'Inconclusive';
}

export interface Tally {
  /** Measurements that answered: errors do not use up the count. */
  readonly measured: number;
  readonly failed: number;
  readonly inconclusive: number;
  readonly consecutiveErrors: number;
  readonly consecutiveSuccesses: number;
}

export const nothingMeasured: Tally = {
  measured: 0,
  failed: 0,
  inconclusive: 0,
  consecutiveErrors: 0,
  consecutiveSuccesses: 0,
};

export function tallied(tally: Tally, phase: Phase): Tally {
  const one = (counted: Phase) => (phase === counted ? 1 : 0);
  return {
    measured: tally.measured + 1 - one('Error'),
    failed: tally.failed + one('Failed'),
    inconclusive: tally.inconclusive + one('Inconclusive'),
    consecutiveErrors: one('Error') * (tally.consecutiveErrors + 1),
    consecutiveSuccesses: one('Successful') * (tally.consecutiveSuccesses + 1),
  };
}

export function statusOf(metric: Metric, tally: Tally): Phase | 'Running' {
  const exceeded = exceededLimit(metric, tally);
  if (exceeded !== null) return exceeded;
  const wanted = metric.consecutiveSuccessLimit;
  if (wanted > 0 && tally.consecutiveSuccesses >= wanted) return 'Successful';
  return tally.measured < countOf(metric) ? 'Running' : atTheEnd(metric);
}

/** The code checks them the other way round and lets a later one overwrite an earlier one. */
function exceededLimit(metric: Metric, tally: Tally): Phase | null {
  if (tally.consecutiveErrors > metric.consecutiveErrorLimit) return 'Error';
  if (tally.inconclusive > metric.inconclusiveLimit) return 'Inconclusive';
  return metric.failureLimit >= 0 && tally.failed > metric.failureLimit ? 'Failed' : null;
}

function countOf({ count, intervalSeconds }: Metric): number {
  return count ?? (intervalSeconds === null ? 1 : Number.POSITIVE_INFINITY);
}

/** Neither enough failures nor enough successes in a row by the time the count is reached. */
function atTheEnd({ consecutiveSuccessLimit, failureLimit }: Metric): Phase {
  if (consecutiveSuccessLimit === 0) return 'Successful';
  return failureLimit >= 0 ? 'Inconclusive' : 'Failed';
}
