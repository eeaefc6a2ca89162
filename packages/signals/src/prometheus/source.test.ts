import type { RatioSignal } from '@backout/policy';
import type { CountStep, Reading } from '@backout/verdict';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  type ScriptedPrometheus,
  startScriptedPrometheus,
  store,
  type Written,
} from '../scripted-prometheus.ts';
import type { SignalSource } from '../signals.ts';
import { prometheusRatio } from './source.ts';

const sync = Date.UTC(2026, 10, 20, 14, 2, 10);
const signal: RatioSignal = {
  kind: 'ratio',
  provider: 'prometheus',
  part: { events: 'bad', selector: 'bad_total{code=~"5.."}' },
  total: 'all_total',
  atLeast: { events: 3, points: 0.2, times: 2 },
};

let prometheus: ScriptedPrometheus;
let skews: number[];
let clock: number;
beforeAll(async () => {
  prometheus = await startScriptedPrometheus();
});
afterAll(() => prometheus[Symbol.asyncDispose]());
beforeEach(() => {
  prometheus.asked.length = 0;
  skews = [];
  clock = sync;
});

function source({
  token = null,
  timeoutMs = 1_000,
}: {
  token?: string | null;
  timeoutMs?: number;
} = {}): SignalSource {
  return prometheusRatio(
    { url: prometheus.url, token, fetch, now: () => clock, timeoutMs, largestBytes: 100_000 },
    { name: 'errors', signal, since: sync, stepMs: 10_000, onSkew: (skewMs) => skews.push(skewMs) },
  );
}

const old = { job: 'web', instance: 'old' };
const fresh = { job: 'web', instance: 'new' };

function tell(all: readonly Written[], bad: readonly Written[] = [], starts: readonly Written[] = []): void {
  prometheus.answer = store(sync, () => ({
    all_total: all,
    bad_total: bad,
    process_start_time_seconds: starts,
  }));
}

function read(from: SignalSource, second: number): Promise<Reading> {
  return from.read(sync + second * 1000);
}

function sum(reading: Reading): { bad: number; total: number } {
  if (reading.kind !== 'counts') throw new Error(`expected counts, got ${JSON.stringify(reading)}`);
  return reading.steps.reduce(
    ({ bad, total }: { bad: number; total: number }, step: CountStep) => ({
      bad: bad + step.bad,
      total: total + step.total,
    }),
    { bad: 0, total: 0 },
  );
}

/** Every 5 s from -60 on. */
function steady(
  labels: Written['labels'],
  perSecond: number,
  from = -60,
  until = 120,
  start = 1_000,
): Written {
  const samples = [];
  for (let second = from; second <= until; second += 5) {
    samples.push([second, start + (second - from) * perSecond] as const);
  }
  return { labels, samples };
}

describe('counts', () => {
  test('are differences of raw samples, and nothing is counted twice', async () => {
    tell([steady(old, 20)], [steady(old, 1)]);
    const errors = source();
    expect(sum(await read(errors, 10))).toEqual({ bad: 10, total: 200 });
    expect(sum(await read(errors, 20))).toEqual({ bad: 10, total: 200 });
    expect(await read(errors, 22)).toEqual({ kind: 'nothing-new', signal: 'errors' });
    expect(sum(await read(errors, 40))).toEqual({ bad: 20, total: 400 });
  });

  test('stand in steps as long as the scrapes are apart', async () => {
    tell([steady(old, 20)]);
    const errors = source();
    await errors.baseline({ from: sync - 60_000, to: sync });
    expect(await read(errors, 15)).toMatchObject({
      steps: [5, 10, 15].map((second) => ({ at: sync + second * 1000, seconds: 5, bad: 0, total: 100 })),
    });
  });

  test('say how far apart the scrapes are, in the past and now', async () => {
    tell([steady(old, 20)]);
    const errors = source();
    const baseline = await errors.baseline({ from: sync - 60_000, to: sync });
    const spreads = (read: unknown) => (read as { steps: CountStep[] }).steps.map(({ spread }) => spread);
    expect(new Set(spreads(baseline))).toEqual(new Set([5]));
    expect(spreads(await read(errors, 10))).toEqual([5, 5]);
  });

  test('stand in shorter steps where scrapes have become more frequent', async () => {
    const samples = [
      ...steady(old, 20, -60, 0).samples,
      [1, 2_220],
      [2, 2_240],
      [3, 2_260],
      [4, 2_280],
    ] as const;
    tell([{ labels: old, samples }]);
    const errors = source();
    await errors.baseline({ from: sync - 60_000, to: sync });
    const reading = await read(errors, 4);
    expect(reading).toMatchObject({ steps: Array.from({ length: 4 }, () => ({ seconds: 1, total: 20 })) });
  });

  test('of a look that is a little longer than a scrape stand in one step', async () => {
    tell([
      {
        labels: old,
        samples: [
          [0, 0],
          [5, 100],
          [10.001, 200],
        ],
      },
    ]);
    const errors = source();
    await errors.baseline({ from: sync - 60_000, to: sync });
    await read(errors, 6);
    expect(await read(errors, 11)).toMatchObject({
      steps: [{ at: sync + 10_001, seconds: 5.001, bad: 0, total: 100 }],
    });
  });

  test('of a process that began after the sync count from 0', async () => {
    tell([
      {
        labels: fresh,
        samples: [
          [7, 90],
          [12, 190],
        ],
      },
    ]);
    expect(sum(await read(source(), 15))).toEqual({ bad: 0, total: 190 });
  });

  test('of a process that is only scraped since the sync do not hold its past', async () => {
    const samples = [
      [7, 1_000_000],
      [12, 1_000_100],
    ] as const;
    const started = [
      [7, sync / 1000 - 86_400],
      [12, sync / 1000 - 86_400],
    ] as const;
    tell([{ labels: fresh, samples }], [], [{ labels: fresh, samples: started }]);
    const errors = source();
    expect(sum(await read(errors, 15))).toEqual({ bad: 0, total: 100 });
    expect(prometheus.asked.at(-1)?.query).toBe('process_start_time_seconds{instance=~"new"}[315s]');
  });

  test('of a first error of a known process count from 0', async () => {
    tell(
      [steady(old, 20)],
      [
        {
          labels: { ...old, code: '500' },
          samples: [
            [10, 7],
            [15, 9],
          ],
        },
      ],
    );
    const errors = source();
    expect(sum(await read(errors, 10))).toEqual({ bad: 7, total: 200 });
    expect(sum(await read(errors, 15))).toEqual({ bad: 2, total: 100 });
  });

  test('of a counter that was reset begin at 0 again', async () => {
    tell([
      {
        labels: old,
        samples: [
          [-5, 5_000],
          [0, 5_100],
          [5, 40],
          [10, 140],
        ],
      },
    ]);
    expect(sum(await read(source(), 10))).toEqual({ bad: 0, total: 140 });
  });

  test('that straddle the sync are left out', async () => {
    tell([
      {
        labels: old,
        samples: [
          [-2, 100],
          [3, 200],
          [8, 300],
        ],
      },
    ]);
    expect(sum(await read(source(), 10))).toEqual({ bad: 0, total: 100 });
  });

  test('without any bad series are 0 bad', async () => {
    tell([steady(old, 20)]);
    expect(sum(await read(source(), 10))).toEqual({ bad: 0, total: 200 });
  });

  test('skip what is not a number', async () => {
    tell([
      {
        labels: old,
        samples: [
          [0, 100],
          [5, 'NaN'],
          [10, 300],
        ],
      },
    ]);
    expect(sum(await read(source(), 10))).toEqual({ bad: 0, total: 200 });
  });

  test('of a bad series that is a scrape ahead wait for the total', async () => {
    tell([steady(old, 20, -60, 10)], [steady(old, 2, -60, 15)]);
    const errors = source();
    expect(sum(await read(errors, 17))).toEqual({ bad: 20, total: 200 });
    tell([steady(old, 20)], [steady(old, 2)]);
    expect(sum(await read(errors, 22))).toEqual({ bad: 20, total: 200 });
  });

  test('of several processes are read each to its own last scrape', async () => {
    const late = {
      labels: fresh,
      samples: [
        [-3, 0],
        [2, 10],
        [7, 20],
        [12, 30],
      ] as const,
    };
    tell([steady(old, 20), late]);
    const errors = source();
    expect(sum(await read(errors, 10)).total).toBe(200 + 10);
    expect(sum(await read(errors, 20)).total).toBe(200 + 10);
  });
});

describe('a baseline', () => {
  test('is what lay before the sync', async () => {
    tell([steady(old, 20)], [steady(old, 1)]);
    const baseline = await source().baseline({ from: sync - 60_000, to: sync });
    if (baseline === null || !('steps' in baseline)) throw new Error('expected steps');
    expect(baseline.steps.map(({ seconds, total }) => ({ seconds, total }))).toEqual(
      Array.from({ length: 6 }, () => ({ seconds: 10, total: 200 })),
    );
  });

  test('without samples is no baseline', async () => {
    tell([]);
    expect(await source().baseline({ from: sync - 60_000, to: sync })).toMatchObject({
      outcome: 'no-data',
      reason: 'no-baseline',
    });
  });

  test('that cannot be read is a provider error', async () => {
    prometheus.answer = () => ({ status: 503 });
    expect(await source().baseline({ from: sync - 60_000, to: sync })).toMatchObject({
      outcome: 'provider-error',
      detail: 'HTTP 503',
    });
  });
});

describe('what stays away', () => {
  test('for one scrape is nothing new', async () => {
    tell([steady(old, 20, -60, 10)]);
    const errors = source();
    await read(errors, 10);
    expect((await read(errors, 20)).kind).toBe('nothing-new');
  });

  test('while its series live is a gap of the store', async () => {
    tell([steady(old, 20, -60, 10)]);
    const errors = source();
    await read(errors, 10);
    expect(await read(errors, 40)).toMatchObject({ outcome: 'no-data', reason: 'provider-gap' });
  });

  test('for a reason that cannot be asked is a gap of the store', async () => {
    tell([steady(old, 20, -60, 10)]);
    const errors = source();
    await read(errors, 10);
    const ranges = prometheus.answer;
    prometheus.answer = (asked) => (asked.query.endsWith(']') ? ranges(asked) : { status: 400 });
    expect(await read(errors, 40)).toMatchObject({ outcome: 'no-data', reason: 'provider-gap' });
  });

  test('because its series ended has vanished', async () => {
    tell([steady(old, 20, -60, 10)]);
    const errors = source();
    await read(errors, 10);
    const ranges = prometheus.answer;
    prometheus.answer = (asked) =>
      asked.query.endsWith(']')
        ? ranges(asked)
        : { body: '{"status":"success","data":{"resultType":"vector","result":[]}}' };
    expect(await read(errors, 40)).toMatchObject({
      outcome: 'no-data',
      reason: 'series-vanished',
      detail: 'no new sample for 30 s',
    });
  });

  test('for as long as Prometheus takes to find the pods of a rollout does not', async () => {
    const everySecond = (labels: Written['labels'], from: number, until: number): Written => ({
      labels,
      samples: Array.from({ length: until - from + 1 }, (_, index) => [from + index, 1_000 + 20 * index]),
    });
    tell([everySecond(old, -60, 2)]);
    const errors = source();
    await read(errors, 2);
    const ranges = prometheus.answer;
    prometheus.answer = (asked) =>
      asked.query.endsWith(']')
        ? ranges(asked)
        : { body: '{"status":"success","data":{"resultType":"vector","result":[]}}' };
    for (const second of [4, 6, 8, 10]) expect((await read(errors, second)).kind).toBe('nothing-new');
    expect(await read(errors, 11)).toMatchObject({ reason: 'series-vanished' });
  });

  test('because it never was has no series', async () => {
    tell([]);
    const errors = source();
    expect((await read(errors, 2)).kind).toBe('nothing-new');
    expect(await read(errors, 12)).toMatchObject({ outcome: 'no-data', reason: 'no-series' });
  });

  test('and comes back is counted with what happened meanwhile', async () => {
    tell([steady(old, 20)]);
    const errors = source();
    await read(errors, 10);
    prometheus.answer = () => ({ status: 502 });
    expect((await read(errors, 20)).kind).toBe('unread');
    tell([steady(old, 20)]);
    expect(sum(await read(errors, 30)).total).toBe(400);
  });
});

describe('a process that was away for longer than Prometheus remembers', () => {
  const stays = { job: 'web', instance: 'stays' };
  const away = (from: number, start: number) => ({
    labels: old,
    samples: [
      [from, start],
      [from + 5, start + 100],
    ] as const,
  });

  test('is not counted from its beginning when it is back', async () => {
    tell([steady(stays, 1, -60, 600), steady(old, 20, -60, 10)]);
    const errors = source();
    await read(errors, 10);
    const started = { labels: old, samples: [[500, sync / 1000 - 86_400]] as const };
    tell([steady(stays, 1, -60, 600), away(500, 90_000)], [], [started]);
    await read(errors, 495);
    expect(sum(await read(errors, 505))).toEqual({ bad: 0, total: 110 });
  });

  test('is counted from its beginning where it began anew meanwhile', async () => {
    tell([steady(stays, 1, -60, 600), steady(old, 20, -60, 10)]);
    const errors = source();
    await read(errors, 10);
    const started = { labels: old, samples: [[500, sync / 1000 + 480]] as const };
    tell([steady(stays, 1, -60, 600), away(500, 40)], [], [started]);
    await read(errors, 495);
    expect(sum(await read(errors, 505))).toEqual({ bad: 0, total: 150 });
  });
});

describe('an answer that is no answer', () => {
  const secret = 'password=hunter2';
  test.each([
    { what: '503', answer: { status: 503, body: secret }, detail: 'HTTP 503' },
    { what: '429', answer: { status: 429, headers: { 'retry-after': '30' } }, detail: 'HTTP 429' },
    { what: '401', answer: { status: 401, body: secret }, detail: 'HTTP 401' },
    { what: 'a redirect', answer: { status: 302, headers: { location: '/elsewhere' } }, detail: 'HTTP 302' },
    { what: 'HTML', answer: { body: `<html>${secret}</html>` }, detail: 'an answer that is not raw samples' },
    {
      what: 'half of JSON',
      answer: { body: '{"status":"succ' },
      detail: 'an answer that is not raw samples',
    },
    {
      what: 'status error',
      answer: { body: JSON.stringify({ status: 'error', errorType: 'timeout', error: secret }) },
      detail: 'an answer that is not raw samples',
    },
    {
      what: 'warnings',
      answer: {
        body: JSON.stringify({
          status: 'success',
          warnings: [secret],
          data: { resultType: 'matrix', result: [] },
        }),
      },
      detail: 'an answer with warnings, it may lack samples',
    },
    { what: 'too much', answer: { body: ' '.repeat(200_000) }, detail: 'an answer of more than 0.1 MB' },
    { what: 'late', answer: { delayMs: 500 }, detail: 'no answer within 0.1 s' },
  ])('$what is a provider error in our words', async ({ answer, detail }) => {
    prometheus.answer = () => answer;
    expect(await read(source({ timeoutMs: 100 }), 10)).toEqual({
      kind: 'unread',
      signal: 'errors',
      outcome: 'provider-error',
      reason: 'provider-gap',
      detail,
    });
    expect(prometheus.asked.every(({ path }) => path === '/api/v1/query')).toBe(true);
  });

  test('nobody there is a provider error', async () => {
    const gone = await startScriptedPrometheus();
    await gone[Symbol.asyncDispose]();
    const errors = prometheusRatio(
      { url: gone.url, token: null, fetch, now: Date.now, timeoutMs: 1_000 },
      { name: 'errors', signal, since: sync, stepMs: 10_000, onSkew: () => undefined },
    );
    expect(await read(errors, 10)).toMatchObject({ detail: 'cannot be reached (ECONNREFUSED)' });
  });
});

describe('a question', () => {
  test('is a form with the token, at the time of the look', async () => {
    tell([steady(old, 20)]);
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
    tell([steady(old, 20)]);
    const told = prometheus.answer;
    const dated = (ms: number) => {
      prometheus.answer = (asked) => ({ ...told(asked), headers: { date: new Date(ms).toUTCString() } });
    };
    dated(clock + 45_000);
    await read(source(), 10);
    dated(clock);
    await read(source(), 10);
    expect(skews).toEqual([45_500, 0]);
  });
});
