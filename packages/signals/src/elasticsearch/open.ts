import { sha256 } from '@backout/incident';
import { z } from 'zod';
import { askingApart } from '../buckets/apart.ts';
import type { BucketReading } from '../buckets/asker.ts';
import {
  type Answered,
  type BucketClient,
  ceilTo,
  floorTo,
  nothingAnswered,
  type Question,
} from '../buckets/client.ts';
import { openBuckets } from '../buckets/source.ts';
import type { Asking } from '../http/ask.ts';
import { askJson } from '../http/ask-json.ts';
import type { MetricSignals } from '../reading.ts';
import type { Source, Window } from '../signals.ts';

export interface ElasticsearchAccess {
  readonly url: string;
  readonly index: string;
  /** the field that holds the time of an event */
  readonly time: string;
  readonly apiKey: string | null;
}

export function openElasticsearch(
  access: ElasticsearchAccess,
  signals: MetricSignals,
  reading: BucketReading,
): Source {
  return openBuckets(elasticsearchClient(access, reading), signals, reading);
}

const Counted = z.object({
  steps: z.object({ buckets: z.array(z.object({ key: z.number(), doc_count: z.number() })) }),
});

const SearchResponse = z.object({
  timed_out: z.boolean(),
  _shards: z.object({ total: z.number(), failed: z.number() }),
  /** Only where the search went to other clusters as well. */
  _clusters: z
    .object({
      skipped: z.number().default(0),
      partial: z.number().default(0),
      failed: z.number().default(0),
    })
    .optional(),
  aggregations: z.record(z.string(), Counted).optional(),
});
type SearchResponse = z.infer<typeof SearchResponse>;

const shortestMs = 1_000;

/**
 * One search without hits, with a filter a question and a histogram below it (elastic/elasticsearch-specification). Its counts are exact; its buckets begin at
 * whole multiples of their length, and one in which nothing was is left out (`min_doc_count`): that is a zero, unless
 * the pipeline is late, which is waited for.
 *
 * A document is found after the next refresh, every second or on demand (`index.refresh_interval`), in serverless
 * projects every five; before that Filebeat gathers for up to ten (`queue.mem.flush.timeout`).
 */
function elasticsearchClient(access: ElasticsearchAccess, asking: Asking): BucketClient {
  return {
    settleMs: 20_000,
    absent: 'zero',
    /** `search.max_buckets` is 65,535, in versions before 7.9 10,000, for all questions of a search together. */
    mostBuckets: 2_000,
    countBucketMs: (stepMs) => Math.max(shortestMs, ceilTo(shortestMs, stepMs)),
    valueBucketMs: (stepMs) => Math.max(shortestMs, ceilTo(shortestMs, stepMs)),
    ask: askingApart(async (questions, window) => {
      const answer = await search(access, questions, window, asking);
      if (!answer.ok) return nothingAnswered(questions, answer);
      const { parsed, text, skewMs } = answer;
      const digest = sha256(text);
      const wrong = partial(parsed);
      if (wrong !== null) return { ...nothingAnswered(questions, { detail: wrong }), digest, skewMs };
      const answered = questions.map((question, index) => answeredOf(question, parsed, nameOf(index)));
      return { answered, digest, skewMs, trouble: null };
    }),
  };
}

/** An error is wanted in place of a part of the answer; what an older version sends nevertheless is looked at. */
const parameters = new URLSearchParams({
  allow_partial_search_results: 'false',
  allow_no_indices: 'false',
});

function search(
  { url, index, time, apiKey }: ElasticsearchAccess,
  questions: readonly Question[],
  { from, to }: Window,
  asking: Asking,
) {
  const starts = questions.map(({ bucketMs }) => floorTo(bucketMs, from));
  const range = { gte: Math.min(...starts), lt: Math.round(to), format: 'epoch_millis' };
  const aggs = Object.fromEntries(questions.map((question, at) => [nameOf(at), filter(question, time)]));
  const body = JSON.stringify({
    ...{ size: 0, track_total_hits: false, query: { range: { [time]: range } }, aggs },
  });
  const headers = {
    ...{ accept: 'application/json', 'content-type': 'application/json', 'user-agent': 'backout' },
    ...(apiKey !== null && { authorization: `ApiKey ${apiKey}` }),
  };
  const address = `${url}/${encodeURIComponent(index)}/_search?${parameters}`;
  return askJson(address, { method: 'POST', headers, body }, SearchResponse, asking);
}

function filter({ query, bucketMs }: Question, time: string) {
  const histogram = { field: time, fixed_interval: `${bucketMs / 1000}s`, min_doc_count: 1 };
  return {
    filter: { query_string: { query } },
    aggs: { steps: { date_histogram: histogram } },
  };
}

function nameOf(index: number): string {
  return `q${index}`;
}

/** What lacks in a count is no event that did not happen. */
function partial({ timed_out: late, _shards: shards, _clusters: clusters }: SearchResponse): string | null {
  if (late) return 'the search was not finished in time';
  if (shards.failed > 0) return `${shards.failed} of ${shards.total} shards failed`;
  const away = clusters === undefined ? 0 : clusters.skipped + clusters.partial + clusters.failed;
  return away > 0 ? `${away} of the clusters did not answer` : null;
}

function answeredOf({ bucketMs }: Question, { aggregations }: SearchResponse, name: string): Answered {
  const buckets = aggregations?.[name]?.steps.buckets;
  if (buckets === undefined) return { ok: false, detail: 'an answer without the counts' };
  const series = buckets.map(({ key, doc_count: value }) => ({ end: key + bucketMs, value }));
  return { ok: true, bucketMs, series: [series] };
}
