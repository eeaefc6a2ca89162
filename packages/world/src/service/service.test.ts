import { expect, test } from 'vitest';
import { type Behaviour, startPod } from './service.ts';

const GOOD: Behaviour = { errorRatio: 0, latencyMs: 0 };

function pod(behaviour: Behaviour, options: { instance?: string; startupMs?: number } = {}) {
  return startPod({ application: 'web', version: 'v1', instance: 'web-1', behaviour, ...options });
}

async function statuses(url: string, requests: number): Promise<number[]> {
  const seen: number[] = [];
  for (let n = 0; n < requests; n += 1) seen.push((await fetch(url)).status);
  return seen;
}

const metricsOf = async (url: string) => (await fetch(`${url}/metrics`)).text();

test('the series of failed requests appears with the first failure, and not before', async () => {
  await using one = await pod(GOOD);
  await statuses(one.url, 3);
  expect(await metricsOf(one.url)).toContain('http_requests_total{app="web",code="200"} 3\n');
  expect(await metricsOf(one.url)).not.toContain('code="500"');
  expect(one.firstFailureAt).toBeNull();
  const before = Date.now();
  one.failFor(10_000, 1);
  expect(await statuses(one.url, 2)).toEqual([500, 500]);
  expect(await metricsOf(one.url)).toContain('http_requests_total{app="web",code="500"} 2\n');
  expect(one.firstFailureAt).toBeGreaterThanOrEqual(before);
});

test('the same pod fails the same requests on every run', async () => {
  const run = async (instance: string) => {
    await using one = await pod({ errorRatio: 0.3, latencyMs: 0 }, { instance });
    return await statuses(one.url, 60);
  };
  const first = await run('web-1');
  expect(first).toEqual(await run('web-1'));
  expect(first).not.toEqual(await run('web-2'));
  const failed = first.filter((status) => status === 500).length;
  expect(failed).toBeGreaterThan(8);
  expect(failed).toBeLessThan(30);
});

test.each([
  { name: 'a sound pod', behaviour: GOOD, startupMs: 0, status: 200 },
  { name: 'a pod that still starts', behaviour: GOOD, startupMs: 60_000, status: 503 },
  {
    name: 'a pod with broken readiness',
    behaviour: { ...GOOD, brokenReadiness: true },
    startupMs: 0,
    status: 503,
  },
])('$name answers $status on /health', async ({ behaviour, startupMs, status }) => {
  await using one = await pod(behaviour, { startupMs });
  expect((await fetch(`${one.url}/health`)).status).toBe(status);
});

test('a cold pod fails more at first', async () => {
  const coldStart = { seconds: 60, errorRatio: 1 };
  await using cold = await pod({ ...GOOD, coldStart });
  await using warm = await pod({ ...GOOD, coldStart: { ...coldStart, seconds: 0 } });
  expect(await statuses(cold.url, 2)).toEqual([500, 500]);
  expect(await statuses(warm.url, 2)).toEqual([200, 200]);
});

test('latency is spent and falls into the buckets of the histogram', async () => {
  await using slow = await pod({ errorRatio: 0, latencyMs: 80 });
  await statuses(slow.url, 2);
  const metrics = await metricsOf(slow.url);
  expect(metrics).toContain('http_request_duration_seconds_bucket{app="web",le="0.025"} 0\n');
  expect(metrics).toContain('http_request_duration_seconds_bucket{app="web",le="+Inf"} 2\n');
  expect(metrics).toContain('http_request_duration_seconds_count{app="web"} 2\n');
});
