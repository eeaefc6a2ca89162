import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { minute, openOne, slow as signal, steady, sum, sync } from '../testing/prometheus-fixture.ts';
import {
  type ScriptedPrometheus,
  startScriptedPrometheus,
  store,
  type Written,
} from '../testing/scripted-prometheus.ts';

let prometheus: ScriptedPrometheus;
beforeAll(async () => {
  prometheus = await startScriptedPrometheus();
});
afterAll(() => prometheus[Symbol.asyncDispose]());

function tell(count: readonly Written[], within: readonly Written[], starts: readonly Written[] = []): void {
  const bucket = ({ labels, samples }: Written) => ({ labels: { ...labels, le: '0.5' }, samples });
  prometheus.answer = store(sync, () => ({
    seconds_count: count,
    seconds_bucket: within.map(bucket),
    process_start_time_seconds: starts,
  }));
}

const source = () => openOne(prometheus.url, 'slow', signal);
const every5 = (instance: string, perSecond: number, from = -60) =>
  steady({ job: 'web', instance }, perSecond, from, 120, 0);

describe('requests slower than a bucket', () => {
  test('are all requests without those that it holds, before the sync and after it', async () => {
    tell([every5('old', 20)], [every5('old', 19)]);
    const slow = source();
    expect(sum(await slow.baseline(minute))).toEqual({ bad: 60, total: 1200 });
    expect(sum(await slow.read(sync + 10_000))).toEqual({ bad: 10, total: 200 });
  });

  test('of new pods count from 0, with their first scrape', async () => {
    const started = {
      labels: { job: 'web', instance: 'new' },
      samples: [[0, (sync + 10_000) / 1000]] as const,
    };
    tell([every5('old', 20), every5('new', 20, 10)], [every5('old', 20), every5('new', 10, 10)], [started]);
    expect(sum(await source().read(sync + 30_000))).toEqual({ bad: 200, total: 1000 });
  });

  test('are none where all of them are fast, and never less than none', async () => {
    tell([every5('old', 20)], [every5('old', 21)]);
    expect(sum(await source().read(sync + 10_000))).toEqual({ bad: 0, total: 200 });
  });

  test('of a process that has no such bucket are not all of its requests: they are not counted', async () => {
    tell([every5('old', 20), every5('other', 50)], [every5('old', 19)]);
    expect(sum(await source().read(sync + 10_000))).toEqual({ bad: 10, total: 200 });
  });

  test('cannot be told where no process has such a bucket, which is said', async () => {
    tell([every5('old', 20)], []);
    const slow = source();
    const told = {
      ...{ kind: 'unread', signal: 'slow', outcome: 'no-data', reason: 'no-series' },
      detail: expect.stringContaining('slower_than has to be one of its buckets'),
    };
    expect(await slow.baseline(minute)).toEqual(told);
    expect(await slow.read(sync + 10_000)).toEqual(told);
  });
});
