import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  errors,
  type Opening,
  openOne,
  read,
  stable,
  steady,
  sum,
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

describe('what stays away', () => {
  test('for one scrape is nothing new', async () => {
    tell([steady(stable, 20, -60, 10)]);
    const web = source();
    await read(web, 10);
    expect((await read(web, 20)).kind).toBe('nothing-new');
  });

  test('while its series live is a gap of the store', async () => {
    tell([steady(stable, 20, -60, 10)]);
    const web = source();
    await read(web, 10);
    expect(await read(web, 40)).toMatchObject({ outcome: 'no-data', reason: 'provider-gap' });
  });

  test('for a reason that cannot be asked is a gap of the store', async () => {
    tell([steady(stable, 20, -60, 10)]);
    const web = source();
    await read(web, 10);
    const ranges = prometheus.answer;
    prometheus.answer = (asked) => (asked.query.endsWith(']') ? ranges(asked) : { status: 400 });
    expect(await read(web, 40)).toMatchObject({ outcome: 'no-data', reason: 'provider-gap' });
  });

  test('because its series ended has vanished', async () => {
    tell([steady(stable, 20, -60, 10)]);
    const web = source();
    await read(web, 10);
    const ranges = prometheus.answer;
    prometheus.answer = (asked) =>
      asked.query.endsWith(']')
        ? ranges(asked)
        : { body: '{"status":"success","data":{"resultType":"vector","result":[]}}' };
    expect(await read(web, 40)).toMatchObject({
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
    tell([everySecond(stable, -60, 2)]);
    const web = source();
    await read(web, 2);
    const ranges = prometheus.answer;
    prometheus.answer = (asked) =>
      asked.query.endsWith(']')
        ? ranges(asked)
        : { body: '{"status":"success","data":{"resultType":"vector","result":[]}}' };
    for (const second of [4, 6, 8, 10]) expect((await read(web, second)).kind).toBe('nothing-new');
    expect(await read(web, 11)).toMatchObject({ reason: 'series-vanished' });
  });

  test('because it never was has no series', async () => {
    tell([]);
    const web = source();
    expect((await read(web, 2)).kind).toBe('nothing-new');
    expect(await read(web, 12)).toMatchObject({ outcome: 'no-data', reason: 'no-series' });
  });

  test('and comes back is counted with what happened meanwhile', async () => {
    tell([steady(stable, 20)]);
    const web = source();
    await read(web, 10);
    prometheus.answer = () => ({ status: 502 });
    expect((await read(web, 20)).kind).toBe('unread');
    tell([steady(stable, 20)]);
    expect(sum(await read(web, 30)).total).toBe(400);
  });
});

describe('a process that was away for longer than Prometheus remembers', () => {
  const stays = { job: 'web', instance: 'stays' };
  const away = (from: number, start: number) => ({
    labels: stable,
    samples: [
      [from, start],
      [from + 5, start + 100],
    ] as const,
  });

  test('is not counted from its beginning when it is back', async () => {
    tell([steady(stays, 1, -60, 600), steady(stable, 20, -60, 10)]);
    const web = source();
    await read(web, 10);
    const started = { labels: stable, samples: [[500, sync / 1000 - 86_400]] as const };
    tell([steady(stays, 1, -60, 600), away(500, 90_000)], [], [started]);
    await read(web, 495);
    expect(sum(await read(web, 505))).toEqual({ bad: 0, total: 110 });
  });

  test('is counted from its beginning where it began anew meanwhile', async () => {
    tell([steady(stays, 1, -60, 600), steady(stable, 20, -60, 10)]);
    const web = source();
    await read(web, 10);
    const started = { labels: stable, samples: [[500, sync / 1000 + 480]] as const };
    tell([steady(stays, 1, -60, 600), away(500, 40)], [], [started]);
    await read(web, 495);
    expect(sum(await read(web, 505))).toEqual({ bad: 0, total: 150 });
  });
});
