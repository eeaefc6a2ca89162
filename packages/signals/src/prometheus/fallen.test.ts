import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  errors,
  minute,
  openOne,
  read,
  stable,
  steady,
  sum,
  sync,
  tellErrors,
} from '../testing/prometheus-fixture.ts';
import { type ScriptedPrometheus, startScriptedPrometheus } from '../testing/scripted-prometheus.ts';

let prometheus: ScriptedPrometheus;
beforeAll(async () => {
  prometheus = await startScriptedPrometheus();
});
afterAll(() => prometheus[Symbol.asyncDispose]());
beforeEach(() => {
  prometheus.asked.length = 0;
});

const source = () => openOne(prometheus.url, 'errors', errors);
const starts = () => prometheus.asked.filter(({ query }) => query.startsWith('process_start_time_seconds'));

/** Every 5 s a hundred more, until it falls at a second to much more than it could have counted. */
function falling(second: number, to = 50_000) {
  const before = steady(stable, 20, -60, second - 5, 90_000);
  const after = steady(stable, 20, second, 120, to);
  return { labels: stable, samples: [...before.samples, ...after.samples] };
}

const began = (second: number) => ({
  labels: stable,
  samples: [[second + 1, sync / 1000 + second]] as const,
});

const notACounter = (from: number, to: number) => ({
  ...{ kind: 'unread', signal: 'errors', outcome: 'no-data', reason: 'not-a-counter' },
  detail: `all_total falls from ${from} to ${to}, as no counter of a process does`,
});

describe('a counter that falls to more than it can have counted', () => {
  test('is none, and names itself, before the deployment and after it', async () => {
    tellErrors(prometheus, [falling(-30)]);
    expect(await source().baseline(minute)).toEqual(notACounter(90_500, 50_000));
    tellErrors(prometheus, [falling(15)]);
    const web = source();
    await web.baseline(minute);
    expect(sum(await read(web, 10)).total).toBe(200);
    expect(await read(web, 20)).toEqual(notACounter(91_400, 50_000));
    expect(starts()).toHaveLength(2);
  });

  test('is one whose process says that it began anew', async () => {
    tellErrors(prometheus, [falling(-30)], [], [began(-33)]);
    expect(sum(await source().baseline(minute)).total).toBe(500 + 50_000 + 600);
    tellErrors(prometheus, [falling(15)], [], [began(12)]);
    const web = source();
    await read(web, 10);
    expect(sum(await read(web, 20)).total).toBe(50_000 + 100);
  });

  test('is not asked when it began where its own rate explains it', async () => {
    tellErrors(prometheus, [falling(15, 60)]);
    const web = source();
    await web.baseline(minute);
    await read(web, 10);
    expect(sum(await read(web, 20)).total).toBe(60 + 100);
    expect(starts()).toEqual([]);
  });

  test('is told by its signal alone where it has no name', async () => {
    tellErrors(prometheus, [falling(-30)]);
    const nameless = { ...errors, total: '{__name__="all_total"}' };
    const read = await openOne(prometheus.url, 'errors', nameless).baseline(minute);
    expect(read).toMatchObject({ detail: expect.stringMatching(/^a series without a name falls from/) });
  });
});
