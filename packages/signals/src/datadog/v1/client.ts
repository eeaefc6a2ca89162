import { sha256 } from '@backout/incident';
import { MetricsApi } from '@datadog/datadog-api-client/dist/packages/datadog-api-client-v1/apis/MetricsApi.js';
import { type Answers, floorTo, nothingAnswered, type Question } from '../../buckets/client.ts';
import { otherForm } from '../../http/ask-json.ts';
import type { Window } from '../../signals.ts';
import type { Reach } from '../access.ts';
import { queryOf } from '../query.ts';
import { answersOf } from './answers.ts';
import { configurationOf, type Exchange } from './configuration.ts';

/**
 * `GET /api/v1/query`: several queries with commas between them are one request, and `query_index` tells them apart
 * (github.com/zorkian/go-datadog-api/pull/323). Datadog's own cluster agent asks so, and leaves out the nulls that come
 * of it (DataDog/datadog-agent, pkg/util/kubernetes/autoscalers/datadogexternal.go).
 */
export async function askV1(
  questions: readonly Question[],
  window: Window,
  { access, asking }: Reach,
): Promise<Answers> {
  const exchange: Exchange = { answer: null };
  const metrics = new MetricsApi(configurationOf(access, asking, exchange));
  const response = await metrics.queryMetrics(requestOf(questions, window)).catch(() => null);
  const { answer } = exchange;
  if (answer !== null && !answer.ok) return nothingAnswered(questions, answer);
  if (answer === null || response === null) return nothingAnswered(questions, { detail: otherForm });
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
