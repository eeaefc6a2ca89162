import type { RatioSignal } from '@backout/policy';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  type ScriptedPrometheus,
  startScriptedPrometheus,
  store,
  type Written,
} from '../scripted-prometheus.ts';
import { prometheusRatio } from './source.ts';

const sync = Date.UTC(2026, 10, 20, 14, 2, 10);
const signal: RatioSignal = {
  kind: 'ratio',
  provider: 'prometheus',
  total: 'seconds_count',
  part: { events: 'good', selector: 'seconds_bucket{le="0.5"}' },
  atLeast: { events: 3, points: 0.2, times: 2 },
};

let prometheus: ScriptedPrometheus;
beforeAll(async () => {
  prometheus = await startScriptedPrometheus();
});
afterAll(() => prometheus[Symbol.asyncDispose]());
beforeEach(() => {
  prometheus.asked.length = 0;
});

function tell(count: readonly Written[], within: readonly Written[], starts: readonly Written[] = []): void {
  prometheus.answer = store(sync, () => ({
    seconds_count: count,
    seconds_bucket: within,
    process_start_time_seconds: starts,
  }));
}

function source() {
  return prometheusRatio(
    { url: prometheus.url, token: null, fetch, now: () => sync, timeoutMs: 1_000, largestBytes: 100_000 },
    { name: 'slow', signal, since: sync, stepMs: 10_000, onSkew: () => undefined },
  );
}

/** Every 5 s, from a moment on. */
function steady(instance: string, perSecond: number, from = -60): Written {
  const seconds = Array.from({ length: (120 - from) / 5 + 1 }, (_, index) => from + 5 * index);
  const samples = seconds.map((second) => [second, (second - from) * perSecond] as const);
  return { labels: { job: 'web', instance }, samples };
}

function sum(read: unknown): { bad: number; total: number } {
  const { steps } = read as { steps: readonly { bad: number; total: number }[] };
  const add = (key: 'bad' | 'total') => steps.reduce((before, step) => before + step[key], 0);
  return { bad: add('bad'), total: add('total') };
}

describe('requests slower than a bucket', () => {
  test('are all requests without those that it holds, before the sync and after it', async () => {
    tell([steady('old', 20)], [steady('old', 19)]);
    const slow = source();
    expect(sum(await slow.baseline({ from: sync - 60_000, to: sync }))).toEqual({ bad: 60, total: 1200 });
    expect(sum(await slow.read(sync + 10_000))).toEqual({ bad: 10, total: 200 });
  });

  test('of new pods count from 0, with their first scrape', async () => {
    const born = { labels: { job: 'web', instance: 'new' }, samples: [[0, (sync + 10_000) / 1000]] as const };
    tell([steady('old', 20), steady('new', 20, 10)], [steady('old', 20), steady('new', 10, 10)], [born]);
    expect(sum(await source().read(sync + 30_000))).toEqual({ bad: 200, total: 1000 });
  });

  test('are none where all of them are fast, and never less than none', async () => {
    tell([steady('old', 20)], [steady('old', 21)]);
    expect(sum(await source().read(sync + 10_000))).toEqual({ bad: 0, total: 200 });
  });

  test('of a process that has no such bucket are not all of its requests: they are not counted', async () => {
    tell([steady('old', 20), steady('other', 50)], [steady('old', 19)]);
    expect(sum(await source().read(sync + 10_000))).toEqual({ bad: 10, total: 200 });
  });

  test('cannot be told where no process has such a bucket, which is said', async () => {
    tell([steady('old', 20)], []);
    const slow = source();
    const told = {
      ...{ kind: 'unread', signal: 'slow', outcome: 'no-data', reason: 'no-series' },
      detail: expect.stringContaining('slower_than has to be one of its buckets'),
    };
    expect(await slow.baseline({ from: sync - 60_000, to: sync })).toEqual(told);
    expect(await slow.read(sync + 10_000)).toEqual(told);
  });
});
