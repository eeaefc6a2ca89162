import type { Answer, Question } from '../http-server.ts';
import { asKnown, json, type Knowledge, type Provider, startProvider } from './provider.ts';
import { meanOf, sumOf, type Track } from './service.ts';

/** The queries that the emulator knows, in Datadog's language. */
export const datadogQueries = {
  all: 'sum:trace.http.request.hits{service:shop}.as_count()',
  bad: 'sum:trace.http.request.errors{service:shop}.as_count()',
  latency: 'avg:trace.http.request.duration{service:shop}',
};

/**
 * `GET /api/v1/query` as it is recorded: seconds are asked and milliseconds answered, `interval` is in seconds, a metric
 * that is not known has no series, a bucket of which nothing is told has no point.
 */
export function startDatadog(
  knowledge: Knowledge,
  keys = { api: 'secret', app: 'secret' },
): Promise<Provider> {
  return startProvider((question) => answer(question, knowledge, keys), knowledge);
}

function answer(
  { method, path, query, headers }: Question,
  knowledge: Knowledge,
  keys: { readonly api: string; readonly app: string },
): Answer {
  if (headers['dd-api-key'] !== keys.api || headers['dd-application-key'] !== keys.app)
    return json(403, { errors: ['Forbidden'] });
  if (method !== 'GET' || path !== '/api/v1/query') return json(404, { errors: ['Not found'] });
  const [from, to] = [query.get('from') ?? '', query.get('to') ?? ''];
  if (!/^\d{10}$/.test(from) || !/^\d{10}$/.test(to) || Number(to) <= Number(from))
    return json(400, { errors: ["The value provided for parameter 'from' is invalid"] });
  const queries = (query.get('query') ?? '').split(between);
  const parsed = queries.map((text) => parse(text, knowledge));
  const wrong = parsed.indexOf(null);
  if (wrong !== -1)
    return json(400, {
      errors: [`Error(s) found in query:\nError parsing query: \n unable to parse ${queries[wrong]}`],
    });
  const series = parsed.flatMap((one, index) => seriesOf(one, index, [Number(from), Number(to)]));
  return json(200, {
    ...{ status: 'ok', res_type: 'time_series', resp_version: 1, query: query.get('query') },
    ...{ from_date: Number(from) * 1000, to_date: Number(to) * 1000, series },
    ...{ values: [], times: [], message: '', group_by: [] },
  });
}

/** The commas between queries; others stand between tags and between arguments. */
const between = /,(?![^{]*\})(?![^(]*\))/;

interface Parsed {
  readonly metric: string;
  readonly tags: string;
  readonly seconds: number;
  readonly value: ((from: number, to: number) => number | null) | null;
}

const grammar =
  /^(avg|sum|min|max|p\d{2}):([a-z][\w.]*)\{([^{}]*)\}(\.as_count\(\))?(?:\.rollup\((?:(avg|sum|min|max), )?(\d+)\))?$/;

function parse(text: string, knowledge: Knowledge): Parsed | null {
  const [, aggregator, metric = '', tags = '', asCount = '', method, seconds = '20'] =
    grammar.exec(text) ?? [];
  if (aggregator === undefined) return null;
  const name = `${aggregator}:${metric}{${tags}}${asCount}`;
  const track = trackOf(name, knowledge);
  const reduce = method === 'sum' ? sumOf : meanOf;
  const value =
    track === null ? null : (from: number, to: number) => reduce(asKnown(track, knowledge), from, to);
  return { metric, tags, seconds: Number(seconds), value };
}

function trackOf(name: string, { service }: Knowledge): Track | null {
  if (name === datadogQueries.all) return service.all;
  if (name === datadogQueries.bad) return service.bad;
  return name === datadogQueries.latency ? service.latency : null;
}

/** So many points a series has at most; where there would be more, its buckets grow. */
const mostPoints = 1_500;

function seriesOf(parsed: Parsed | null, index: number, [from, to]: [number, number]): object[] {
  if (parsed === null || parsed.value === null) return [];
  const { metric, tags, value } = parsed;
  const interval = parsed.seconds * Math.ceil((to - from) / parsed.seconds / mostPoints);
  const pointlist: [number, number][] = [];
  for (let start = Math.ceil(from / interval) * interval; start < to; start += interval) {
    const told = value(start, start + interval);
    if (told !== null) pointlist.push([start * 1000, told]);
  }
  const [first] = pointlist;
  if (first === undefined) return [];
  const last = pointlist.at(-1) ?? first;
  return [
    {
      ...{
        unit: null,
        query_index: index,
        aggr: null,
        metric,
        tag_set: [],
        expression: `${metric}{${tags}}`,
      },
      ...{ scope: tags, interval, length: pointlist.length, start: first[0] },
      ...{ end: last[0] + interval * 1000 - 1000, pointlist, display_name: metric, attributes: {} },
    },
  ];
}
