import { sha256 } from '@backout/incident';
import { z } from 'zod';
import type { BucketReading } from '../buckets/asker.ts';
import {
  type Answered,
  type Answers,
  type BucketClient,
  floorTo,
  nothingAnswered,
  type Question,
  together,
} from '../buckets/client.ts';
import { openBuckets } from '../buckets/source.ts';
import type { Asking } from '../http/ask.ts';
import { askJson, type JsonAnswer } from '../http/ask-json.ts';
import type { MetricSignals } from '../reading.ts';
import type { Source, Window } from '../signals.ts';

export interface LokiAccess {
  readonly url: string;
  readonly token: string | null;
  /** of a Loki that serves several */
  readonly tenant?: string | null;
  /** whose password the token is; null: the token stands for itself */
  readonly user?: string | null;
}

export function openLoki(access: LokiAccess, signals: MetricSignals, reading: BucketReading): Source {
  return openBuckets(lokiClient(access, reading), signals, reading);
}

const Matrix = z.object({
  status: z.literal('success'),
  /** They come with answers that are not whole. */
  warnings: z.array(z.unknown()).optional(),
  data: z.object({
    resultType: z.literal('matrix'),
    result: z.array(z.object({ values: z.array(z.tuple([z.number(), z.string()])) })),
  }),
});
type Matrix = z.infer<typeof Matrix>;

/** Whole seconds: the range of a query and its step have to be the same. */
const shortestMs = 1_000;

/**
 * Loki's query language has one query a request, so they are asked at the same time. Its answer at a moment covers the
 * range up to and with that moment, and it evaluates at `start`, `start + step`, ... up to and with `end`
 * (grafana/loki, pkg/logql/range_vector.go); more than 11,000 steps are refused (pkg/loghttp/query.go).
 * `count_over_time` gives nothing for a range without lines (grafana.com/docs/loki/latest/query/metric_queries): that is
 * a zero, unless the collector is late, which is waited for.
 *
 * What is sent is found at once: queriers ask the ingesters for the last three hours (`query_ingesters_within`), and
 * nothing of the last ten minutes is cached (`max_cache_freshness_per_query`). So lines are as late as their collector,
 * whose batches wait for a second (`batch_wait`), and for some more where one has to be sent again.
 */
function lokiClient(access: LokiAccess, asking: Asking): BucketClient {
  return {
    settleMs: 10_000,
    absent: 'zero',
    mostBuckets: 10_000,
    countBucketMs: (stepMs) => Math.max(shortestMs, floorTo(shortestMs, stepMs)),
    valueBucketMs: (stepMs) => Math.max(shortestMs, floorTo(shortestMs, stepMs)),
    ask: async (questions, window) => {
      const all = questions.map(async (question) =>
        answersOf(question, await query(access, question, window, asking)),
      );
      return together(await Promise.all(all));
    },
  };
}

function query(
  { url, token, tenant = null, user = null }: LokiAccess,
  question: Question,
  window: Window,
  asking: Asking,
) {
  const seconds = question.bucketMs / 1000;
  const parameters = new URLSearchParams({
    query: logql(question),
    start: nanoseconds(floorTo(question.bucketMs, window.from) + question.bucketMs),
    end: nanoseconds(Math.max(window.from + question.bucketMs, floorTo(question.bucketMs, window.to))),
    step: `${seconds}`,
  });
  const headers = {
    ...{ accept: 'application/json', 'user-agent': 'backout' },
    ...(token !== null && { authorization: user === null ? `Bearer ${token}` : basic(user, token) }),
    ...(tenant !== null && { 'x-scope-orgid': tenant }),
  };
  return askJson(`${url}/loki/api/v1/query_range?${parameters}`, { headers }, Matrix, asking);
}

/** RFC 7617, as Grafana Cloud wants it: grafana.com/docs/grafana-cloud/send-data/logs/authenticate-to-query-logs. */
function basic(user: string, password: string): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}

/** The line break ends a comment, which would otherwise take the range with it. */
function logql({ query, kind, bucketMs }: Question): string {
  return kind === 'values' ? query : `sum(count_over_time(${query}\n[${bucketMs / 1000}s]))`;
}

function nanoseconds(ms: number): string {
  return `${Math.round(ms)}000000`;
}

function answersOf(question: Question, answer: JsonAnswer<Matrix>): Answers {
  if (!answer.ok) return nothingAnswered([question], answer);
  const { parsed, text, skewMs } = answer;
  return { answered: [answeredOf(question, parsed)], digest: sha256(text), skewMs, trouble: null };
}

function answeredOf({ bucketMs }: Question, { warnings, data }: Matrix): Answered {
  if (warnings?.length) return { ok: false, detail: 'an answer with warnings, it may lack lines' };
  const series = data.result.map(({ values }) =>
    values.map(([seconds, value]) => ({ end: Math.round(seconds * 1000), value: Number(value) })),
  );
  return { ok: true, bucketMs, series };
}
