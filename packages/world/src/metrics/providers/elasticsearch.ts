import type { Answer, Question } from '../../http-server.ts';
import { asKnown, json, type Knowledge, type Provider, startProvider } from './provider.ts';
import { sumOf, type Track } from './service.ts';

/** The queries that the emulator knows, in the language of query strings. */
export const elasticsearchQueries = {
  all: 'service.name:shop',
  bad: 'service.name:shop AND log.level:error',
  latency: null,
};

interface Search {
  readonly size: number;
  readonly query: { readonly range: Readonly<Record<string, Range>> };
  readonly aggs: Readonly<Record<string, Filter>>;
}

interface Range {
  readonly gte: number;
  readonly lt: number;
  readonly format: string;
}

interface Filter {
  readonly filter: { readonly query_string: { readonly query: string } };
  readonly aggs: { readonly steps: { readonly date_histogram: Histogram } };
}

interface Histogram {
  readonly field: string;
  readonly fixed_interval: string;
  readonly min_doc_count: number;
}

/** `POST /<index>/_search` with filters and histograms below them, over documents that have `@timestamp`. */
export function startElasticsearch(knowledge: Knowledge, apiKey = 'secret'): Promise<Provider> {
  return startProvider((question) => answer(question, knowledge, apiKey), knowledge);
}

function answer({ method, path, headers, body }: Question, knowledge: Knowledge, apiKey: string): Answer {
  if (headers.authorization !== `ApiKey ${apiKey}`)
    return error(401, 'security_exception', 'unable to authenticate with provided credentials');
  if (method !== 'POST' || !path.endsWith('/_search'))
    return error(405, 'illegal_argument', 'incorrect method');
  if (path !== '/logs-*/_search') return error(404, 'index_not_found_exception', 'no such index');
  const search: Search = JSON.parse(body);
  const range = search.query.range['@timestamp'];
  if (range?.format !== 'epoch_millis') return error(400, 'parse_exception', 'failed to parse date field');
  const counted = Object.entries(search.aggs).map(([name, filter]) => [
    name,
    countIn(range, filter, knowledge),
  ]);
  if (counted.some(([, buckets]) => buckets === null))
    return error(400, 'search_phase_execution_exception', 'all shards failed');
  return json(200, {
    ...{ took: 4, timed_out: false, _shards: { total: 3, successful: 3, skipped: 0, failed: 0 } },
    hits: { max_score: null, hits: [] },
    aggregations: Object.fromEntries(counted),
  });
}

function countIn({ gte, lt }: Range, { filter, aggs }: Filter, knowledge: Knowledge): object | null {
  const { field, fixed_interval: interval, min_doc_count: least } = aggs.steps.date_histogram;
  const seconds = Number(/^(\d+)s$/.exec(interval)?.[1]);
  const track = trackOf(filter.query_string.query, knowledge);
  if (track === null || field !== '@timestamp' || !(seconds > 0)) return null;
  const known = asKnown(track, knowledge);
  const within: Track = (second) =>
    second * 1000 >= gte && (second + 1) * 1000 <= lt ? known(second) : null;
  const buckets: object[] = [];
  for (let key = Math.floor(gte / 1000 / seconds) * seconds; key * 1000 < lt; key += seconds) {
    const count = sumOf(within, key, key + seconds) ?? 0;
    if (count < least) continue;
    buckets.push({ key_as_string: new Date(key * 1000).toISOString(), key: key * 1000, doc_count: count });
  }
  return { doc_count: 0, steps: { buckets } };
}

/** A query that asks for another service finds nothing; one that is no query is refused. */
function trackOf(query: string, { service }: Knowledge): Track | null {
  if (query === elasticsearchQueries.all) return service.all;
  if (query === elasticsearchQueries.bad) return service.bad;
  return /^[\w.]+:\w+(?: (?:AND|OR) [\w.]+:\w+)*$/.test(query) ? () => null : null;
}

function error(status: number, type: string, reason: string): Answer {
  return json(status, { error: { root_cause: [{ type, reason }], type, reason }, status });
}
