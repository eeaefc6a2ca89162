import type { GaugeSignal } from '@backout/policy';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Source } from '../signals.ts';
import { errors, minute, openAll, slow, stable, steady, sum, sync } from '../testing/prometheus-fixture.ts';
import { type ScriptedPrometheus, startScriptedPrometheus, store } from '../testing/scripted-prometheus.ts';

let prometheus: ScriptedPrometheus;
beforeAll(async () => {
  prometheus = await startScriptedPrometheus();
});
afterAll(() => prometheus[Symbol.asyncDispose]());
beforeEach(() => {
  prometheus.asked.length = 0;
});

const p90: GaugeSignal = {
  ...{ kind: 'gauge', provider: 'prometheus', query: 'quantile(0.9, x)', worse: 'higher' },
  ...{ scale: 'latency-seconds', factor: 1, leastChange: null, stepMs: 10_000 },
};

function tell(): void {
  const stored = store(sync, () => ({
    all_total: [steady(stable, 20)],
    bad_total: [steady({ ...stable, code: '500' }, 1)],
    seconds_count: [steady(stable, 20)],
    seconds_bucket: [steady({ ...stable, le: '0.5' }, 18)],
  }));
  const body = JSON.stringify({
    ...{ status: 'success' },
    data: { resultType: 'matrix', result: [{ metric: {}, values: [[sync / 1000 + 10, '1']] }] },
  });
  prometheus.answer = (asked) => (asked.path === '/api/v1/query_range' ? { body } : stored(asked));
}

async function opened(): Promise<Source> {
  tell();
  const source = openAll(prometheus.url, { errors, slow, p90 });
  await source.baseline(minute);
  prometheus.asked.length = 0;
  return source;
}

async function details(source: Source, second: number): Promise<unknown[]> {
  const readings = await source.read(sync + second * 1000);
  return readings.map((reading) =>
    reading.kind === 'unread' ? [reading.outcome, reading.reason, reading.detail] : reading.kind,
  );
}

function all(detail: string): unknown[] {
  return Array.from({ length: 3 }, () => ['provider-error', 'provider-gap', detail]);
}

describe('a server that many watches share', () => {
  test('is left alone for as long as it asks, by all signals, and then nothing was lost', async () => {
    const source = await opened();
    prometheus.answer = () => ({ status: 429, headers: { 'retry-after': '30' } });
    expect(await details(source, 10)).toEqual(all('HTTP 429'));
    prometheus.asked.length = 0;
    tell();
    expect(await details(source, 20)).toEqual(all('asked to wait, 20 s left'));
    expect(await details(source, 39.5)).toEqual(all('asked to wait, 1 s left'));
    expect(prometheus.asked).toEqual([]);
    const readings = await source.read(sync + 40_000);
    expect(readings.slice(0, 2).map((reading) => sum(reading).total)).toEqual([800, 800]);
  });

  test('that fails once is asked at the next look, and left alone when it fails again', async () => {
    const source = await opened();
    prometheus.answer = () => ({ status: 503 });
    expect(await details(source, 10)).toEqual(all('HTTP 503'));
    expect(await details(source, 20)).toEqual(all('HTTP 503'));
    expect(await details(source, 22)).toEqual(all('asked to wait, 3 s left'));
    tell();
    expect(await details(source, 25)).toEqual(['counts', 'counts', 'values']);
    prometheus.answer = () => ({ status: 503 });
    expect(await details(source, 40)).toEqual(all('HTTP 503'));
    tell();
    expect(await details(source, 41)).toEqual(['counts', 'counts', 'values']);
  });

  test('says so of the baseline as well', async () => {
    prometheus.answer = () => ({ status: 429, headers: { 'retry-after': '30' } });
    const source = openAll(prometheus.url, { errors, slow });
    expect(await source.baseline(minute)).toMatchObject([{ detail: 'HTTP 429' }, { detail: 'HTTP 429' }]);
    prometheus.asked.length = 0;
    expect(await source.baseline(minute)).toMatchObject([
      { outcome: 'provider-error', detail: 'asked to wait, 30 s left' },
      { outcome: 'provider-error', detail: 'asked to wait, 30 s left' },
    ]);
    expect(prometheus.asked).toEqual([]);
  });
});
