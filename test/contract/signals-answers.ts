import type { OpenMetrics } from '@backout/world';
import { until } from '@backout/world/until';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type MetricsBench, openMetricsBench, show } from './metrics-bench.ts';

/** The shapes of answers, and what the store keeps of what it scraped. */
export function answersContract(open: OpenMetrics): void {
  describe.concurrent('the query API', () => {
    let bench: MetricsBench;
    const api = (path: string, init?: RequestInit) => fetch(`${bench.metrics.url}${path}`, init);
    const errorOf = async (parameters: Record<string, string>) => {
      const answer = await api(`/api/v1/query?${new URLSearchParams(parameters)}`);
      const { error, ...rest } = (await answer.json()) as { error: string };
      expect([answer.status, answer.headers.get('content-type'), rest]).toEqual([
        400,
        'application/json',
        { status: 'error', errorType: 'bad_data' },
      ]);
      return error;
    };

    beforeAll(async () => {
      bench = await openMetricsBench(open);
    });
    afterAll(() => bench[Symbol.asyncDispose]());

    test('a selector is answered with labels, the moment that was asked about, and the value as text', async () => {
      const pod = await bench.pod('shape', { codes: { '200': 7 } });
      const at = await bench.scraped(pod);
      const labels = { app: 'shape', code: '200', instance: pod.instance, job: 'shape' };
      expect(await bench.vector('http_requests_total{app="shape"}', at + 250)).toEqual([
        { metric: { __name__: 'http_requests_total', ...labels }, value: [(at + 250) / 1000, '7'] },
      ]);
    });

    test('a range is answered with raw samples at the moments of the scrapes, to the millisecond', async () => {
      const pod = await bench.pod('range', { codes: { '200': 7 } });
      const at = await bench.scraped(pod);
      show(pod, { codes: { '200': 9 } });
      const next = await bench.scraped(pod);
      const [series] = await bench.matrix('http_requests_total{app="range"}[60s]', next);
      const values = series?.values ?? [];
      expect(values.at(-1)).toEqual([next / 1000, '9']);
      expect(values).toContainEqual([at / 1000, '7']);
      const moments = values.map(([seconds]) => seconds);
      expect(moments).toEqual([...new Set(moments)].sort((a, b) => a - b));
      expect(moments.every((seconds) => Math.abs(seconds * 1000 - Math.round(seconds * 1000)) < 0.01)).toBe(
        true,
      );
    });

    test('a sample at either end of the range is in it', async () => {
      const at = await bench.scraped(await bench.pod('ends', { codes: { '200': 1 } }));
      const samples = async (time: number) =>
        (await bench.matrix('http_requests_total{app="ends"}[2s]', time)).flatMap(({ values }) =>
          values.map(([seconds]) => Math.round(seconds * 1000)),
        );
      expect(await samples(at)).toContain(at);
      expect(await samples(at + 2000)).toContain(at);
      expect(await samples(at + 2001)).not.toContain(at);
    });

    test('a form in the body says the same as a query string, and wins over it', async () => {
      const at = await bench.scraped(await bench.pod('form', { codes: { '200': 1 } }));
      const time = ((at + 10) / 1000).toFixed(3);
      const query = 'up{job="form"}';
      const got = await (await api(`/api/v1/query?${new URLSearchParams({ query, time })}`)).text();
      const body = new URLSearchParams({ query, time });
      expect(await (await api('/api/v1/query', { method: 'POST', body })).text()).toBe(got);
      expect(await (await api('/api/v1/query?query=nothing&time=1', { method: 'POST', body })).text()).toBe(
        got,
      );
      expect(JSON.parse(got)).toMatchObject({
        data: { resultType: 'vector', result: [{ value: [Number(time), '1'] }] },
      });
    });

    test('what does not exist is an empty success', async () => {
      const answer = async (query: string) =>
        (await api(`/api/v1/query?${new URLSearchParams({ query })}`)).text();
      expect(await answer('nothing{a="b"}')).toBe(
        '{"status":"success","data":{"resultType":"vector","result":[]}}',
      );
      expect(await answer('nothing[5m]')).toBe(
        '{"status":"success","data":{"resultType":"matrix","result":[]}}',
      );
    });

    test.for([
      ['', '1:1: parse error: no expression found in input'],
      ['up{', '1:4: parse error: unexpected end of input inside braces'],
      ['up{job="a"', '1:11: parse error: unexpected end of input inside braces'],
      ['{}', '1:1: parse error: vector selector must contain at least one non-empty matcher'],
      ['{job=~".*"}', '1:1: parse error: vector selector must contain at least one non-empty matcher'],
      ['up[0s]', '1:4: parse error: duration must be greater than 0'],
    ] as const)('the selector %j is a bad request, in these words', async ([query, error]) => {
      expect(await errorOf({ query })).toBe(`invalid parameter "query": ${error}`);
    });

    test.for(['up{job=~"("}', 'up[5]', 'up)', 'up{job}'])(
      'the selector %j is a bad request',
      async (query) => {
        expect(await errorOf({ query })).toMatch(/^invalid parameter "query": 1:\d+: parse error: /);
      },
    );

    test('a time that is none is a bad request', async () => {
      expect(await errorOf({ query: 'up', time: 'noon' })).toBe(
        `invalid parameter "time": Invalid time value for 'time': cannot parse "noon" to a valid timestamp`,
      );
    });

    test('a time may be written as a date, in any zone', async () => {
      const at = await bench.scraped(await bench.pod('zone', { codes: { '200': 1 } }));
      const asked = async (time: string) =>
        (await api(`/api/v1/query?${new URLSearchParams({ query: 'up{job="zone"}', time })}`)).json();
      const wanted = { data: { result: [{ value: [at / 1000, '1'] }] } };
      expect(await asked(new Date(at).toISOString())).toMatchObject(wanted);
      expect(await asked(new Date(at + 7_200_000).toISOString().replace('Z', '+02:00'))).toMatchObject(
        wanted,
      );
    });

    test('matchers are anchored, and a label that is not there is empty', async () => {
      const pod = await bench.pod('match', { codes: { '200': 1, '404': 1, '500': 1, '503': 1 } });
      await bench.scraped(pod);
      const codes = async (matchers: string) =>
        (await bench.vector(`http_requests_total{app="match",${matchers}}`))
          .map(({ metric }) => metric.code)
          .sort();
      expect(await codes('code=~"5.."')).toEqual(['500', '503']);
      expect(await codes('code=~"5"')).toEqual([]);
      expect(await codes('code!~"5..|404"')).toEqual(['200']);
      expect(await codes('code!="200", zone=""')).toEqual(['404', '500', '503']);
      expect(await codes("code='200',")).toEqual(['200']);
      expect(await bench.vector('{__name__=~"http_requests.*", app="match", code="500"}')).toHaveLength(1);
    });

    test('numbers are written as Go writes them, also those that are none', async () => {
      const codes = { a: 1e21, b: 1e-7, c: Number.NaN, d: Number.POSITIVE_INFINITY, e: 2.5 };
      await bench.scraped(await bench.pod('numbers', { codes }));
      const written = (await bench.vector('http_requests_total{app="numbers"}')).map(
        ({ metric, value }) => `${metric.code} ${value[1]}`,
      );
      expect(written.sort()).toEqual(['a 1e+21', 'b 1e-07', 'c NaN', 'd +Inf', 'e 2.5']);
    });

    test('a line that is not exposed any more ends its series, and the samples stay', async () => {
      const pod = await bench.pod('ended', { codes: { '200': 1, '500': 1 } });
      show(pod, { codes: { '200': 2 } });
      const at = await bench.scraped(pod);
      const codes = async () =>
        (await bench.vector('http_requests_total{app="ended"}', at)).map(({ metric }) => metric.code);
      expect(await codes()).toEqual(['200']);
      const [ended] = await bench.matrix('http_requests_total{app="ended",code="500"}[60s]', at);
      expect(ended?.values.every(([, value]) => value === '1')).toBe(true);
      show(pod, { codes: { '200': 2, '500': 1 } });
      await bench.scraped(pod);
      expect(await bench.vector('http_requests_total{app="ended"}')).toHaveLength(2);
    });

    test('a process that does not answer is down, and its series end', async () => {
      const pod = await bench.pod('down', { codes: { '200': 1 } });
      await pod[Symbol.asyncDispose]();
      const at = await bench.scraped(pod);
      expect((await bench.vector('up{job="down"}', at)).map(({ value }) => value[1])).toEqual(['0']);
      expect(await bench.vector('http_requests_total{app="down"}', at)).toEqual([]);
    });

    test('a process that is no target any more ends with a delay of two scrapes, and its samples stay', async () => {
      const pod = await bench.pod('gone', { codes: { '200': 1 } });
      const last = await bench.scraped(pod);
      bench.forget(pod);
      const query = 'http_requests_total{app="gone"}';
      await until('the series to end', async () => (await bench.vector(query)).length === 0, {
        withinMs: 30_000,
        everyMs: 25,
      });
      const endedAt = Date.now();
      const [series] = await bench.matrix(`${query}[60s]`);
      const newest = (series?.values.at(-1)?.[0] ?? 0) * 1000;
      expect(newest).toBeGreaterThanOrEqual(last);
      const interval = intervalOf(series?.values ?? []);
      expect(endedAt - newest).toBeGreaterThan(1.9 * interval);
      // The mark carries the moment of the first scrape that did not come.
      expect(await bench.vector(query, newest + 0.5 * interval)).toHaveLength(1);
      expect(await bench.vector(query, newest + 1.5 * interval)).toHaveLength(0);
    });

    test('the clock of the answers is the clock of the samples', async () => {
      const at = await bench.scraped(await bench.pod('clock', { codes: { '200': 1 } }));
      const answer = await api('/api/v1/query?query=up');
      const date = Date.parse(answer.headers.get('date') ?? '');
      expect(Math.abs(date - at)).toBeLessThan(5_000);
      expect(Math.abs(date - Date.now())).toBeLessThan(2_000);
    });

    test('other methods and paths are none of it', async () => {
      expect((await api('/api/v1/query?query=up', { method: 'PUT' })).status).toBe(405);
      expect((await api('/api/v1/nothing')).status).toBe(404);
    });
  });
}

function intervalOf(values: readonly (readonly [seconds: number, value: string])[]): number {
  const [before, last] = values.slice(-2);
  return ((last?.[0] ?? 0) - (before?.[0] ?? 0)) * 1000;
}
