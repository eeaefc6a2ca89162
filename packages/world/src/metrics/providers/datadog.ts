import type { Answer, Question } from '../../http-server.ts';
import { type Parsed, parse, pointsOf } from './datadog-query.ts';
import { answerTimeseries } from './datadog-timeseries.ts';
import { json, type Knowledge, type Provider, startProvider } from './provider.ts';

/**
 * Both versions of Datadog's API. `GET /api/v1/query` as it is recorded: seconds are asked and milliseconds answered,
 * `interval` is in seconds, a metric that is not known has no series, a bucket of which nothing is told has no point.
 */
export function startDatadog(
  knowledge: Knowledge,
  keys = { api: 'secret', app: 'secret' },
): Promise<Provider> {
  return startProvider((question) => answer(question, knowledge, keys), knowledge);
}

function answer(
  question: Question,
  knowledge: Knowledge,
  keys: { readonly api: string; readonly app: string },
): Answer {
  const { method, path, headers } = question;
  if (headers['dd-api-key'] !== keys.api || headers['dd-application-key'] !== keys.app)
    return json(403, { errors: ['Forbidden'] });
  if (method === 'GET' && path === '/api/v1/query') return answerQuery(question, knowledge);
  if (method === 'POST' && path === '/api/v2/query/timeseries') return answerTimeseries(question, knowledge);
  return json(404, { errors: ['Not found'] });
}

function answerQuery({ query }: Question, knowledge: Knowledge): Answer {
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

const ownSeconds = 20;

function seriesOf(parsed: Parsed | null, index: number, window: [number, number]): object[] {
  if (parsed === null) return [];
  const { interval, points } = pointsOf(parsed, window, ownSeconds);
  const { metric, tags } = parsed;
  const pointlist = points.map(([start, value]) => [start * 1000, value] as const);
  const [first] = pointlist;
  if (first === undefined) return [];
  const last = pointlist.at(-1) ?? first;
  return [
    {
      ...{ unit: null, query_index: index, aggr: null, metric, tag_set: [] },
      ...{ expression: `${metric}{${tags}}`, scope: tags, interval, length: pointlist.length },
      ...{ start: first[0], end: last[0] + interval * 1000 - 1000 },
      ...{ pointlist, display_name: metric, attributes: {} },
    },
  ];
}
