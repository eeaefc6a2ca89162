import type { CountStep } from '@backout/verdict';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  canary,
  errors,
  minute,
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

describe('counts', () => {
  test('are differences of raw samples, and nothing is counted twice', async () => {
    tell([steady(stable, 20)], [steady(stable, 1)]);
    const web = source();
    expect(sum(await read(web, 10))).toEqual({ bad: 10, total: 200 });
    expect(sum(await read(web, 20))).toEqual({ bad: 10, total: 200 });
    expect(await read(web, 22)).toEqual({ kind: 'nothing-new', signal: 'errors' });
    expect(sum(await read(web, 40))).toEqual({ bad: 20, total: 400 });
  });

  test('stand in steps as long as the scrapes are apart', async () => {
    tell([steady(stable, 20)]);
    const web = source();
    await web.baseline(minute);
    expect(await read(web, 15)).toMatchObject({
      steps: [5, 10, 15].map((second) => ({ at: sync + second * 1000, seconds: 5, bad: 0, total: 100 })),
    });
  });

  test('say how far apart the scrapes are, in the past and now', async () => {
    tell([steady(stable, 20)]);
    const web = source();
    const baseline = await web.baseline(minute);
    const spreads = (read: unknown) => (read as { steps: CountStep[] }).steps.map(({ spread }) => spread);
    expect(new Set(spreads(baseline))).toEqual(new Set([5]));
    expect(spreads(await read(web, 10))).toEqual([5, 5]);
  });

  test('stand in shorter steps where scrapes have become more frequent', async () => {
    const samples = [
      ...steady(stable, 20, -60, 0).samples,
      [1, 2_220],
      [2, 2_240],
      [3, 2_260],
      [4, 2_280],
    ] as const;
    tell([{ labels: stable, samples }]);
    const web = source();
    await web.baseline(minute);
    const reading = await read(web, 4);
    expect(reading).toMatchObject({ steps: Array.from({ length: 4 }, () => ({ seconds: 1, total: 20 })) });
  });

  test('of a look that is a little longer than a scrape stand in one step', async () => {
    tell([
      {
        labels: stable,
        samples: [
          [0, 0],
          [5, 100],
          [10.001, 200],
        ],
      },
    ]);
    const web = source();
    await web.baseline(minute);
    await read(web, 6);
    expect(await read(web, 11)).toMatchObject({
      steps: [{ at: sync + 10_001, seconds: 5.001, bad: 0, total: 100 }],
    });
  });

  test('of a process that began after the sync count from 0', async () => {
    tell([
      {
        labels: canary,
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
    tell([{ labels: canary, samples }], [], [{ labels: canary, samples: started }]);
    const web = source();
    expect(sum(await read(web, 15))).toEqual({ bad: 0, total: 100 });
    expect(prometheus.asked.at(-1)?.query).toBe('process_start_time_seconds{instance=~"new"}[315s]');
  });

  test('of a first error of a known process count from 0', async () => {
    tell(
      [steady(stable, 20)],
      [
        {
          labels: { ...stable, code: '500' },
          samples: [
            [10, 7],
            [15, 9],
          ],
        },
      ],
    );
    const web = source();
    expect(sum(await read(web, 10))).toEqual({ bad: 7, total: 200 });
    expect(sum(await read(web, 15))).toEqual({ bad: 2, total: 100 });
  });

  test('of a counter that was reset begin at 0 again', async () => {
    tell([
      {
        labels: stable,
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
        labels: stable,
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
    tell([steady(stable, 20)]);
    expect(sum(await read(source(), 10))).toEqual({ bad: 0, total: 200 });
  });

  test('skip what is not a number', async () => {
    tell([
      {
        labels: stable,
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
    tell([steady(stable, 20, -60, 10)], [steady(stable, 2, -60, 15)]);
    const web = source();
    expect(sum(await read(web, 17))).toEqual({ bad: 20, total: 200 });
    tell([steady(stable, 20)], [steady(stable, 2)]);
    expect(sum(await read(web, 22))).toEqual({ bad: 20, total: 200 });
  });

  test('of several processes are read each to its own last scrape', async () => {
    const late = {
      labels: canary,
      samples: [
        [-3, 0],
        [2, 10],
        [7, 20],
        [12, 30],
      ] as const,
    };
    tell([steady(stable, 20), late]);
    const web = source();
    expect(sum(await read(web, 10)).total).toBe(200 + 10);
    expect(sum(await read(web, 20)).total).toBe(200 + 10);
  });
});
