import type { Answer, Question } from '../../http-server.ts';
import { asKnown, json, type Knowledge, type Provider, startProvider } from './provider.ts';
import { meanOf, sumOf, type Track } from './service.ts';

/** The queries that the emulator knows, in Loki's language. */
export const lokiQueries = {
  all: '{app="shop"}',
  bad: '{app="shop"} |= "level=error"',
  latency: 'avg_over_time({app="shop"} | logfmt | unwrap took [1m])',
};

/** A user of what stands before it, whose password the token is. */
export const lokiUser = '123456';

/**
 * `query_range` as Loki answers it: errors are plain text; values are at `start`, `start + step`, ..., each of the
 * range up to and with it; a step without lines is not there.
 */
export function startLoki(knowledge: Knowledge, token = 'secret'): Promise<Provider> {
  return startProvider((question) => answer(question, knowledge, token), knowledge);
}

function answer({ method, path, query, headers }: Question, knowledge: Knowledge, token: string): Answer {
  const basic = `Basic ${btoa(`${lokiUser}:${token}`)}`;
  if (headers.authorization !== `Bearer ${token}` && headers.authorization !== basic)
    return text(401, 'no org id\n');
  if (method !== 'GET' || path !== '/loki/api/v1/query_range') return text(404, '404 page not found\n');
  const [start, end] = [milliseconds(query.get('start')), milliseconds(query.get('end'))];
  const step = Number(query.get('step')) * 1000;
  if (end < start) return text(400, 'end timestamp must not be before or equal to start time');
  if (!(step > 0)) return text(400, 'zero or negative query resolution step widths are not accepted.');
  if ((end - start) / step > 11_000)
    return text(400, 'exceeded maximum resolution of 11,000 points per time series.');
  const logql = query.get('query') ?? '';
  const value = evaluated(logql, knowledge);
  if (value === null) return text(400, 'parse error at line 1, col 1: syntax error: unexpected IDENTIFIER');
  const values: [number, string][] = [];
  for (let at = start; at <= end; at += step) {
    const told = value(at / 1000);
    if (told !== null) values.push([at / 1000, String(told)]);
  }
  const result = values.length === 0 ? [] : [{ metric: {}, values }];
  return json(200, { status: 'success', data: { resultType: 'matrix', result, stats: {} } });
}

const counting = /^sum\(count_over_time\((\{[^{}]+\}[^[\]]*?)\s*\[(\d+)s\]\)\)$/;

/** The value of a query at a second; null for what is no metric query. */
function evaluated(logql: string, knowledge: Knowledge): Track | null {
  const { service } = knowledge;
  const [, selector = '', range = '0'] = counting.exec(logql) ?? [];
  if (selector === lokiQueries.all || selector === lokiQueries.bad) {
    const track = asKnown(selector === lokiQueries.all ? service.all : service.bad, knowledge);
    return (at) => sumOf(track, at - Number(range), at);
  }
  if (selector !== '') return () => null;
  if (logql === lokiQueries.latency) return (at) => meanOf(asKnown(service.latency, knowledge), at - 60, at);
  return null;
}

function milliseconds(nanoseconds: string | null): number {
  return Number((nanoseconds ?? '').slice(0, -6));
}

function text(status: number, body: string): Answer {
  return { status, body, headers: { 'content-type': 'text/plain; charset=utf-8' } };
}
