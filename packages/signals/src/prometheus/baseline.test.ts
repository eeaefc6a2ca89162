import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  errors,
  minute,
  type Opening,
  openOne,
  read,
  stable,
  steady,
  sync,
  tellErrors,
} from '../testing/prometheus-fixture.ts';
import {
  type ScriptedPrometheus,
  startScriptedPrometheus,
  type Written,
} from '../testing/scripted-prometheus.ts';

let prometheus: ScriptedPrometheus;
beforeAll(async () => {
  prometheus = await startScriptedPrometheus();
});
afterAll(() => prometheus[Symbol.asyncDispose]());
beforeEach(() => {
  prometheus.asked.length = 0;
});

const source = (opening?: Opening) => openOne(prometheus.url, 'errors', errors, opening);
const tell = (...series: readonly (readonly Written[])[]) =>
  tellErrors(prometheus, ...(series as [readonly Written[]]));

describe('a baseline', () => {
  test('is what lay before the sync', async () => {
    tell([steady(stable, 20)], [steady(stable, 1)]);
    const baseline = await source().baseline(minute);
    if (!('steps' in baseline)) throw new Error('expected steps');
    expect(baseline.steps.map(({ seconds, total }) => ({ seconds, total }))).toEqual(
      Array.from({ length: 6 }, () => ({ seconds: 10, total: 200 })),
    );
  });

  test('brings the same hour of last week, and half an hour before it', async () => {
    const week = 7 * 24 * 3_600;
    const twice = ({ labels, samples }: Written): Written => ({
      labels,
      samples: [...samples.map(([second, value]) => [second - week, value] as const), ...samples],
    });
    tell([twice(steady(stable, 20))], [twice(steady(stable, 1))]);
    const baseline = await source().baseline(minute);
    expect(prometheus.asked.slice(2).map(({ query, time }) => ({ query, time }))).toEqual([
      { query: '{__name__=~"all_total|bad_total"}[5400s]', time: sync + (3_600 - week) * 1000 },
    ]);
    if (!('steps' in baseline)) throw new Error('expected steps');
    const [counted] = baseline.seasonal ?? [];
    expect(counted).toMatchObject({ bad: 10, total: 200, seconds: 10 });
    expect(counted?.at).toBeLessThan(sync - (week - 3_600) * 1000);
  });

  test('is compared without a week that the provider does not keep, or does not answer for', async () => {
    tell([steady(stable, 20)], [steady(stable, 1)]);
    const told = prometheus.answer;
    for (const silent of [{ status: 422 }, { status: 503 }, null]) {
      prometheus.answer = (asked) => (silent !== null && asked.time !== sync ? silent : told(asked));
      const baseline = await source().baseline(minute);
      expect(baseline).toMatchObject({ steps: expect.anything() });
      expect(baseline).not.toHaveProperty('seasonal');
    }
  });

  test('without samples is no baseline', async () => {
    tell([]);
    expect(await source().baseline(minute)).toMatchObject({
      outcome: 'no-data',
      reason: 'no-baseline',
    });
  });

  test('that cannot be read is a provider error', async () => {
    prometheus.answer = () => ({ status: 503 });
    expect(await source().baseline(minute)).toMatchObject({
      outcome: 'provider-error',
      detail: 'HTTP 503',
    });
  });
});

describe('a question', () => {
  test('is a form with the token, at the time of the look', async () => {
    tell([steady(stable, 20)]);
    await read(source({ token: 'tok' }), 10);
    expect(prometheus.asked.map(({ method, query, time }) => ({ method, query, time }))).toEqual([
      { method: 'POST', query: 'all_total[310s]', time: sync + 10_000 },
      { method: 'POST', query: 'bad_total{code=~"5.."}[310s]', time: sync + 10_000 },
    ]);
    expect(prometheus.asked[0]?.headers).toMatchObject({
      authorization: 'Bearer tok',
      'content-type': 'application/x-www-form-urlencoded',
    });
  });

  test('measures the difference of the clocks, beyond what `Date` can tell', async () => {
    tell([steady(stable, 20)]);
    const told = prometheus.answer;
    const skews: number[] = [];
    const onSkew = (skewMs: number) => skews.push(skewMs);
    const dated = (ms: number) => {
      prometheus.answer = (asked) => ({ ...told(asked), headers: { date: new Date(ms).toUTCString() } });
    };
    dated(sync + 45_000);
    await read(source({ onSkew }), 10);
    dated(sync);
    await read(source({ onSkew }), 10);
    expect(skews).toEqual([45_500, 0]);
  });
});
