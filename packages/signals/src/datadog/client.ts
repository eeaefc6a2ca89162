import { askingApart } from '../buckets/apart.ts';
import { type BucketClient, ceilTo, type Question } from '../buckets/client.ts';
import type { Asking } from '../http/ask.ts';
import type { Window } from '../signals.ts';
import type { Access } from './access.ts';
import { v1Batches, v2Batches } from './batches.ts';
import { askV1 } from './v1/client.ts';
import { askV2 } from './v2/client.ts';

export interface DatadogAccess extends Access {
  /** null: the first */
  readonly api?: 'v1' | 'v2' | null;
}

/**
 * Version 1 of the API where the policy does not say otherwise, because it tells how long the buckets of a series are,
 * which version 2 does not. Both make them longer than asked for where a series would have more than 1,500
 * (docs.datadoghq.com/dashboards/functions/rollup). Version 2 is for who has spent the rate limit of version 1.
 *
 * Counts arrive every 10 s from DogStatsD and traces, every 15 s from checks: shorter buckets than 20 s, which is the
 * API's own choice for an hour, would be empty by turns. The newest are incomplete for 30 s, says Datadog's support
 * (github.com/kedacore/keda/pull/3954). What Datadog fetches itself from a cloud is some 10 minutes late
 * (docs.datadoghq.com/integrations/guide/cloud-metric-delay), and missing for a watch.
 *
 * DogStatsD tells zeros of a counter for five minutes after its last event (`dogstatsd_expiry_seconds`): those are read,
 * and are requests that stopped. A bucket without a point, or with a null, is nothing that anybody told: traces tell
 * nothing where nothing was, and counts are not interpolated
 * (docs.datadoghq.com/metrics/guide/interpolation-the-fill-modifier-explained).
 */
export function datadogClient({ api, ...access }: DatadogAccess, asking: Asking): BucketClient {
  const [ask, batches] = api === 'v2' ? [askV2, v2Batches] : [askV1, v1Batches];
  const askOnce = (questions: readonly Question[], window: Window) =>
    ask(questions, window, { access, asking });
  return {
    settleMs: 30_000,
    absent: 'unknown',
    mostBuckets: 1_400,
    countBucketMs: (stepMs) => Math.max(20_000, ceilTo(10_000, stepMs)),
    valueBucketMs: (stepMs) => ceilTo(1_000, stepMs),
    ask: askingApart(askOnce, batches),
  };
}
