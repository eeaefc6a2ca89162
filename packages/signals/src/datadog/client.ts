import { sha256 } from '@backout/incident';
import { MetricsApi } from '@datadog/datadog-api-client/dist/packages/datadog-api-client-v1/apis/MetricsApi.js';
import type { Asking } from '../ask.ts';
import { otherForm } from '../buckets/ask-json.ts';
import {
  type Answers,
  type BucketClient,
  ceilTo,
  floorTo,
  nothingAnswered,
  type Question,
  together,
} from '../buckets/client.ts';
import type { Window } from '../signals.ts';
import { batches } from './batches.ts';
import { type Access, configurationOf, type Exchange } from './configuration.ts';
import { queryOf } from './query.ts';
import { answersOf } from './series.ts';

export type DatadogAccess = Access;

/**
 * Version 1 of the API, because it tells how long the buckets of a series are, which version 2 does not; it makes them
 * longer than asked for where a series would have more than 1,500 (docs.datadoghq.com/dashboards/functions/rollup).
 * Several queries with commas between them are one request, and `query_index` tells them apart
 * (github.com/zorkian/go-datadog-api/pull/323). Datadog's own cluster agent asks so, and leaves out the nulls that come
 * of it (DataDog/datadog-agent, pkg/util/kubernetes/autoscalers/datadogexternal.go).
 *
 * Counts arrive every 10 s from DogStatsD and traces, every 15 s from checks: shorter buckets than 20 s, which is the
 * API's own choice for an hour, would be empty by turns. The newest are incomplete for 30 s, says Datadog's support
 * (github.com/kedacore/keda/pull/3954). What Datadog fetches itself from a cloud is some 10 minutes late
 * (docs.datadoghq.com/integrations/guide/cloud-metric-delay), and missing for a watch.
 */
export function datadogClient(access: Access, asking: Asking): BucketClient {
  return {
    settleMs: 30_000,
    mostBuckets: 1_400,
    countBucketMs: (stepMs) => Math.max(20_000, ceilTo(10_000, stepMs)),
    valueBucketMs: (stepMs) => ceilTo(1_000, stepMs),
    ask: async (questions, window) => {
      const all = batches(questions).map((batch) => askBatch(batch, window, { access, asking }));
      return together(await Promise.all(all));
    },
  };
}

async function askBatch(
  questions: readonly Question[],
  window: Window,
  { access, asking }: { readonly access: Access; readonly asking: Asking },
): Promise<Answers> {
  const exchange: Exchange = { answer: null };
  const metrics = new MetricsApi(configurationOf(access, asking, exchange));
  const response = await metrics.queryMetrics(requestOf(questions, window)).catch(() => null);
  const { answer } = exchange;
  if (answer !== null && !answer.ok) return nothingAnswered(questions, answer.detail, answer.trouble);
  if (answer === null || response === null) return nothingAnswered(questions, otherForm);
  return {
    answered: answersOf(response, questions),
    ...{ digest: sha256(answer.text), skewMs: answer.skewMs, trouble: null },
  };
}

/** Seconds are asked, milliseconds are answered. Every question gets its first bucket whole. */
function requestOf(questions: readonly Question[], { from, to }: Window) {
  const starts = questions.map(({ bucketMs }) => floorTo(bucketMs, from));
  return {
    from: Math.min(...starts) / 1000,
    to: Math.ceil(to / 1000),
    query: questions.map(queryOf).join(','),
  };
}
