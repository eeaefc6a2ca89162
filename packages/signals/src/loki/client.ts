import { type BucketClient, floorTo, together } from '../buckets/client.ts';
import type { Asking } from '../http/ask.ts';
import { askJson } from '../http/ask-json.ts';
import { answersOf, Matrix } from './answers.ts';
import { rangeQuery } from './query.ts';

export interface LokiAccess {
  readonly url: string;
  readonly token: string | null;
  /** of a Loki that serves several */
  readonly tenant?: string | null;
  /** whose password the token is; null: the token stands for itself */
  readonly user?: string | null;
}

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
export function lokiClient(access: LokiAccess, asking: Asking): BucketClient {
  return {
    settleMs: 10_000,
    absent: 'zero',
    mostBuckets: 10_000,
    countBucketMs: (stepMs) => Math.max(shortestMs, floorTo(shortestMs, stepMs)),
    valueBucketMs: (stepMs) => Math.max(shortestMs, floorTo(shortestMs, stepMs)),
    ask: async (questions, window) => {
      const all = questions.map(async (question) =>
        answersOf(question, await ask(access, rangeQuery(question, window), asking)),
      );
      return together(await Promise.all(all));
    },
  };
}

function ask(
  { url, token, tenant = null, user = null }: LokiAccess,
  parameters: URLSearchParams,
  asking: Asking,
) {
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
