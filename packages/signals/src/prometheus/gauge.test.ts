import type { GaugeSignal } from '@backout/policy';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openOne, sync } from '../testing/prometheus-fixture.ts';
import {
  type ScriptedPrometheus,
  type ScriptedRequest,
  startScriptedPrometheus,
} from '../testing/scripted-prometheus.ts';

const signal: GaugeSignal = {
  ...{ kind: 'gauge', provider: 'prometheus', query: 'histogram_quantile(0.9, x)', worse: 'higher' },
  ...{ scale: 'latency-seconds', factor: 0.001, leastChange: null, stepMs: 60_000 },
};

let prometheus: ScriptedPrometheus;
beforeAll(async () => {
  prometheus = await startScriptedPrometheus();
});
afterAll(() => prometheus[Symbol.asyncDispose]());
beforeEach(() => {
  prometheus.asked.length = 0;
});

const source = () => openOne(prometheus.url, 'p90', signal);

function tell(...series: (readonly (readonly [second: number, value: string])[])[]): void {
  prometheus.answer = () => ({
    body: JSON.stringify({
      status: 'success',
      data: {
        resultType: 'matrix',
        result: series.map((values, index) => ({
          metric: { series: String(index) },
          values: values.map(([second, value]) => [sync / 1000 + second, value]),
        })),
      },
    }),
  });
}

function span({ form }: ScriptedRequest) {
  return [form.get('start'), form.get('end')].map((at) => Math.round(Number(at) - sync / 1000));
}

describe('a gauge from a query', () => {
  const week = 7 * 24 * 3600;
  const seasonal = [-week - 1_800, -week + 3_600];

  test('is compared with the last 25 hours and the same hour of last week, in steps that end at the sync', async () => {
    tell([[-60, '250']]);
    const baseline = await source().baseline({ from: sync - 3_600_000, to: sync });
    expect(baseline).toMatchObject({ points: [{ at: sync - 60_000, value: 0.25 }] });
    expect(prometheus.asked.map(span)).toEqual([[-25 * 3600, 0], seasonal]);
    expect(prometheus.asked[0]).toMatchObject({ path: '/api/v1/query_range' });
    expect(prometheus.asked[0]?.form.get('step')).toBe('60.000');
  });

  test.each([
    ['does not keep', '{"status":"success","data":{"resultType":"matrix","result":[]}}', 200],
    ['does not answer for', 'Internal Server Error', 500],
  ])('is compared without the week that the provider %s', async (_what, body, status) => {
    tell([[-60, '250']]);
    const newest = prometheus.answer;
    prometheus.answer = (asked) => (span(asked)[0] === seasonal[0] ? { body, status } : newest(asked));
    const baseline = await source().baseline({ from: sync - 3_600_000, to: sync });
    expect(baseline).toEqual({
      signal: 'p90',
      points: [{ at: sync - 60_000, value: 0.25 }],
      series: expect.any(String),
    });
  });

  test('is asked only when a step has passed, and for each step once', async () => {
    tell([[60, '610']]);
    const p90 = source();
    expect(await p90.read(sync + 50_000)).toEqual({ kind: 'nothing-new', signal: 'p90' });
    expect(await p90.read(sync + 65_000)).toMatchObject({
      ...{ kind: 'values', signal: 'p90' },
      points: [{ at: sync + 60_000, value: 0.61 }],
    });
    expect(await p90.read(sync + 119_000)).toMatchObject({ kind: 'nothing-new' });
    await p90.read(sync + 310_000);
    expect(prometheus.asked.map(span)).toEqual([
      [60, 60],
      [120, 300],
    ]);
  });

  test('leaves out what is no number, and waits three steps before it is missing', async () => {
    tell([[60, 'NaN']]);
    const p90 = source();
    expect(await p90.read(sync + 60_000)).toMatchObject({ kind: 'nothing-new' });
    expect(await p90.read(sync + 120_000)).toMatchObject({ kind: 'nothing-new' });
    expect(await p90.read(sync + 180_000)).toMatchObject({
      ...{ kind: 'unread', outcome: 'no-data', reason: 'no-series' },
      detail: 'no value for 180 s',
    });
  });

  test('that gives several series is no gauge, and nothing is chosen', async () => {
    tell([[60, '1']], [[60, '2']]);
    expect(await source().read(sync + 60_000)).toMatchObject({
      ...{ kind: 'unread', outcome: 'provider-error' },
      detail: 'the query gives 2 series, one is expected',
    });
  });

  test('without a value before the sync has nothing to compare with', async () => {
    tell();
    expect(await source().baseline({ from: 0, to: sync })).toMatchObject({ reason: 'no-baseline' });
  });

  test('a step that could not be asked for is asked for again', async () => {
    const p90 = source();
    prometheus.answer = () => ({ status: 503 });
    expect(await p90.read(sync + 60_000)).toMatchObject({ outcome: 'provider-error', detail: 'HTTP 503' });
    tell([
      [60, '250'],
      [120, '260'],
    ]);
    expect(await p90.read(sync + 120_000)).toMatchObject({ points: [{ value: 0.25 }, { value: 0.26 }] });
    expect(prometheus.asked.map(span)).toEqual([
      [60, 60],
      [60, 120],
    ]);
  });
});
