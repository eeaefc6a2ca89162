import { expect, test } from 'vitest';
import { type Pod, startPod } from '../service/service.ts';
import { until } from '../until.ts';
import { type MetricsStore, startMetricsStore } from './metrics-store.ts';

interface Answer {
  status: string;
  data: {
    resultType: string;
    result: { metric: object; value?: [number, string]; values?: [number, string][] }[];
  };
}

async function query(store: MetricsStore, parameters: Record<string, string>): Promise<Answer> {
  return (
    await fetch(`${store.url}/api/v1/query?${new URLSearchParams(parameters)}`)
  ).json() as Promise<Answer>;
}

const pod = (instance: string, errorRatio = 0) =>
  startPod({ application: 'web', version: 'v1', instance, behaviour: { errorRatio, latencyMs: 0 } });

test('a counter is scraped and answered in the shapes of Prometheus', async () => {
  await using one = await pod('web-1');
  await using store = await startMetricsStore({ pods: () => [one], scrapeIntervalMs: 10 });
  await fetch(one.url);
  const labels = { __name__: 'http_requests_total', app: 'web', code: '200', instance: 'web-1', job: 'web' };
  const instant = await until('a sample', async () => {
    const answer = await query(store, { query: 'http_requests_total{job="web"}' });
    return answer.data.result.length > 0 ? answer : null;
  });
  expect(instant).toEqual({
    status: 'success',
    data: { resultType: 'vector', result: [{ metric: labels, value: [expect.any(Number), '1'] }] },
  });
  const body = new URLSearchParams({ query: 'http_requests_total{code=~"2.."}[1m]' });
  const matrix = await (await fetch(`${store.url}/api/v1/query`, { method: 'POST', body })).json();
  expect(matrix).toMatchObject({
    status: 'success',
    data: { resultType: 'matrix', result: [{ metric: labels }] },
  });
});

test('a target that vanishes goes stale, one that does not answer is down', async () => {
  let pods: Pod[] = [];
  await using one = await pod('web-1');
  await using two = await pod('web-2');
  pods = [one, two];
  await using store = await startMetricsStore({ pods: () => pods, scrapeIntervalMs: 10 });
  const up = async () => {
    const { data } = await query(store, { query: 'up' });
    return Object.fromEntries(data.result.map(({ metric, value }) => [Object.values(metric)[1], value?.[1]]));
  };
  await until('both', async () => (await up())['web-2'] === '1');
  await two[Symbol.asyncDispose]();
  await until('down', async () => (await up())['web-2'] === '0');
  expect((await query(store, { query: 'process_start_time_seconds' })).data.result).toHaveLength(1);
  pods = [one];
  await until('gone', async () => !('web-2' in (await up())));
  expect((await query(store, { query: 'up{instance="web-2"}[1m]' })).data.result).toHaveLength(1);
});

test('generated history goes over into what is scraped without a seam', async () => {
  await using one = await pod('web-1');
  await using two = await pod('web-2');
  await using store = await startMetricsStore({ pods: () => [one, two], scrapeIntervalMs: 20 });
  const hour = { seconds: 3600, stepSeconds: 15, requestsPerSecond: 50, errorRatio: 0.002, seed: 's' };
  store.pauseScrapes();
  store.seedHistory({ application: 'web', ...hour });
  const seededAt = Date.now() / 1000;
  const selector = 'http_requests_total{code="200",instance="web-1"}';
  const past = await query(store, { query: selector, time: String(seededAt) });
  const end = Number(past.data.result[0]?.value?.[1]);
  await fetch(one.url);
  store.resumeScrapes();
  const counts = await until('the sample with the live request', async () => {
    const { data } = await query(store, { query: `${selector}[3700s]` });
    const values = (data.result[0]?.values ?? []).map(([, value]) => Number(value));
    return (values.at(-1) ?? 0) > end && values;
  });
  expect(counts.at(-1)).toBe(end + 1);
  expect(counts).toEqual(counts.toSorted((a, b) => a - b));
  const both = await query(store, { query: '{__name__=~"http_requests_total"}', time: String(seededAt) });
  const total = both.data.result.reduce((sum, { value }) => sum + Number(value?.[1]), 0);
  expect(total).toBeGreaterThan(179_900);
  expect(total).toBeLessThanOrEqual(180_000);
  const failed = await query(store, { query: 'http_requests_total{code="500"}', time: String(seededAt) });
  const errors = failed.data.result.reduce((sum, { value }) => sum + Number(value?.[1]), 0);
  expect(errors).toBeGreaterThan(280);
  expect(errors).toBeLessThan(440);
  const [started] = (await query(store, { query: 'process_start_time_seconds{instance="web-1"}' })).data
    .result;
  expect(seededAt - Number(started?.value?.[1])).toBeCloseTo(3600, 0);
});

test.each([
  ['rfc3339', '2026-01-01T00:00:00.250Z', 1767225600.25],
  ['a unix time', '1767225600.25', 1767225600.25],
])('a query at a time given as %s', async (_, time, wanted) => {
  await using store = await startMetricsStore({ pods: () => [], now: () => 1767225600000 });
  expect((await query(store, { query: 'up', time })).data.result).toEqual([]);
  await using one = await pod('web-1');
  await using seeded = await startMetricsStore({
    pods: () => [one],
    now: () => 1767225600000,
    scrapeIntervalMs: 60_000,
  });
  seeded.seedHistory({
    ...{ application: 'web', seconds: 60, stepSeconds: 10, requestsPerSecond: 1, errorRatio: 0, seed: 's' },
  });
  expect((await query(seeded, { query: 'up', time })).data.result[0]?.value).toEqual([wanted, '1']);
});

test.each([
  [{ query: 'sum(up)' }, 'invalid parameter "query": 1:4: parse error: unexpected character: "("'],
  [{}, 'invalid parameter "query": 1:1: parse error: no expression found in input'],
  [
    { query: 'up', time: 'noon' },
    'invalid parameter "time": Invalid time value for \'time\': cannot parse "noon" to a valid timestamp',
  ],
])('%j is a bad request in the words of Prometheus', async (parameters, error) => {
  await using store = await startMetricsStore({ pods: () => [] });
  const response = await fetch(
    `${store.url}/api/v1/query?${new URLSearchParams(parameters as Record<string, string>)}`,
  );
  expect(response.status).toBe(400);
  const body = (await response.json()) as { error: string };
  expect(body).toMatchObject({ status: 'error', errorType: 'bad_data' });
  expect(body.error).toContain(error);
});

test('the token is asked for, and Date is the clock of the store', async () => {
  const skewed = Date.now() + 600_000;
  await using store = await startMetricsStore({ pods: () => [], token: 'metrics-token', now: () => skewed });
  const url = `${store.url}/api/v1/query?query=up`;
  const refused = await fetch(url);
  expect([refused.status, refused.headers.get('date')]).toEqual([401, new Date(skewed).toUTCString()]);
  expect((await fetch(url, { headers: { authorization: 'Bearer metrics-token' } })).status).toBe(200);
});

test('outages: refused, hanging, errors, a login page, half an answer; then all is well at the same address', async () => {
  await using store = await startMetricsStore({ pods: () => [] });
  const url = `${store.url}/api/v1/query?query=up`;
  await store.outage('refuse');
  await expect(fetch(url)).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } });
  await store.outage('hang');
  await expect(fetch(url, { signal: AbortSignal.timeout(50) })).rejects.toThrow(/timeout/);
  await store.outage('500');
  expect((await fetch(url)).status).toBe(500);
  await store.outage('429');
  expect((await fetch(url)).headers.get('retry-after')).toBe('1');
  await store.outage('html');
  expect(await (await fetch(url)).text()).toContain('<!doctype html>');
  await store.outage('truncated');
  await expect((await fetch(url)).json()).rejects.toThrow(SyntaxError);
  await store.recover();
  expect(await (await fetch(url)).json()).toEqual({
    status: 'success',
    data: { resultType: 'vector', result: [] },
  });
});
