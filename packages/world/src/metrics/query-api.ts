import type { Answer, Question } from '../http-server.ts';
import { ParseError, parseSelector, type Selector } from './selector.ts';
import { type Database, type Labels, samplesIn, valueAt } from './series.ts';

/** The part of Prometheus' HTTP API that backout uses: `/api/v1/query` of a selector. */
export function queryApi(database: Database, now: () => number) {
  const parsed = new Map<string, Selector>();
  const selectorOf = (query: string): Selector => {
    const known = parsed.get(query) ?? parseSelector(query);
    parsed.set(query, known);
    return known;
  };
  return (question: Question): Answer => {
    if (question.path !== '/api/v1/query') return plain(404, '404 page not found\n');
    if (question.method !== 'GET' && question.method !== 'POST') return plain(405, 'Method Not Allowed\n');
    const parameters = parametersOf(question);
    try {
      const time = timeOf(parameters.get('time'), now);
      return success(evaluate(database, selectorOf(parameters.get('query') ?? ''), time));
    } catch (error) {
      if (error instanceof ParseError) return badData(`invalid parameter "query": ${error.message}`);
      if (error instanceof RangeError) return badData(`invalid parameter "time": ${error.message}`);
      throw error;
    }
  };
}

/** A form in the body comes before the query string, as in Go's `FormValue`. */
function parametersOf({ method, query, body }: Question): URLSearchParams {
  return method === 'POST' ? new URLSearchParams([...new URLSearchParams(body), ...query]) : query;
}

function timeOf(parameter: string | null, now: () => number): number {
  if (parameter === null || parameter === '') return now();
  const seconds = Number(parameter);
  const ms = Number.isNaN(seconds) ? Date.parse(parameter) : Math.round(seconds * 1000);
  if (!Number.isFinite(ms))
    throw new RangeError(`Invalid time value for 'time': cannot parse "${parameter}" to a valid timestamp`);
  return ms;
}

function evaluate(database: Database, { name, matches, rangeMs }: Selector, time: number): object {
  const found = database.named(name).filter(({ labels }) => matches(labels));
  if (rangeMs === null) {
    const result = found.flatMap((series) => {
      const value = valueAt(series, time);
      return value === null ? [] : [{ metric: metric(series.labels), value: point(time, value) }];
    });
    return { resultType: 'vector', result };
  }
  const result = found.flatMap((series) => {
    const samples = samplesIn(series, time - rangeMs, time);
    if (samples.length === 0) return [];
    return [{ metric: metric(series.labels), values: samples.map(([at, value]) => point(at, value)) }];
  });
  return { resultType: 'matrix', result };
}

function metric(labels: Labels): Labels {
  return Object.fromEntries(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function point(time: number, value: number): [unixSeconds: number, value: string] {
  return [time / 1000, spelled(value)];
}

function spelled(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf';
  // Go writes at least two digits of an exponent.
  return String(value).replace(/e([+-])(\d)$/, 'e$10$2');
}

const JSON_HEADERS = { 'content-type': 'application/json' };

function success(data: object): Answer {
  return { status: 200, body: JSON.stringify({ status: 'success', data }), headers: JSON_HEADERS };
}

function badData(error: string): Answer {
  const body = JSON.stringify({ status: 'error', errorType: 'bad_data', error });
  return { status: 400, body, headers: JSON_HEADERS };
}

function plain(status: number, body: string): Answer {
  return { status, body, headers: { 'content-type': 'text/plain; charset=utf-8' } };
}
