import type { GaugeSignal } from '@backout/policy';
import type { CountStep } from '@backout/verdict';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  errors,
  minute,
  openAll,
  openOne,
  read,
  stable,
  steady,
  sum,
  sync,
} from '../testing/prometheus-fixture.ts';
import { type ScriptedPrometheus, startScriptedPrometheus, store } from '../testing/scripted-prometheus.ts';

let prometheus: ScriptedPrometheus;
let visibleUntil: number;
beforeAll(async () => {
  prometheus = await startScriptedPrometheus();
});
afterAll(() => prometheus[Symbol.asyncDispose]());
beforeEach(() => {
  prometheus.asked.length = 0;
  prometheus.answer = store(sync, () => {
    const seen = ({ labels, samples }: ReturnType<typeof steady>) => ({
      labels,
      samples: samples.filter(([second]) => second <= visibleUntil),
    });
    return { all_total: [seen(steady(stable, 20, -600, 600))], bad_total: [] };
  });
});

/** Of samples that are so many seconds late, what is read at each of the seconds. */
async function readings(lag: number, seconds: readonly number[]) {
  visibleUntil = -lag;
  const web = openOne(prometheus.url, 'errors', errors);
  const baseline = await web.baseline({ from: sync - 600_000, to: sync });
  const looks = [];
  for (const second of seconds) {
    visibleUntil = second - lag;
    looks.push(await read(web, second));
  }
  return { baseline, looks };
}

describe('samples that are late', () => {
  test('leave no pause at the end of the history, and it is told as soon as it is known', async () => {
    const { baseline, looks } = await readings(90, [10, 50, 90, 100]);
    expect(sum(baseline).total).toBe(20 * 510);
    expect((baseline as { steps: readonly CountStep[] }).steps.at(-1)).toMatchObject({
      at: sync - 90_000,
      total: 200,
    });
    expect(looks.map(({ kind }) => kind)).toEqual(['nothing-new', 'nothing-new', 'nothing-new', 'counts']);
    const { steps } = looks.at(-1) as { steps: readonly CountStep[] };
    const before = steps.filter(({ at }) => at <= sync);
    expect(before.map(({ at }) => at)).toEqual(
      [80, 70, 60, 50, 40, 30, 20, 10, 0].map((s) => sync - s * 1000),
    );
    expect(before.every(({ total }) => total === 200)).toBe(true);
    expect(sum(looks.at(-1)).total).toBe(20 * 100);
  });

  test('are told with how late they are when that is too much', async () => {
    const { looks } = await readings(400, [10, 20]);
    const late = { outcome: 'no-data', reason: 'provider-late' };
    expect(looks).toMatchObject([
      { ...late, detail: 'samples arrive 400 s late, at most 300 s are awaited' },
      late,
    ]);
  });

  test('are gone when no more of them arrive', async () => {
    visibleUntil = -90;
    const web = openOne(prometheus.url, 'errors', errors);
    await web.baseline(minute);
    for (const second of [10, 20]) expect((await read(web, second)).kind).toBe('nothing-new');
    expect(await read(web, 40)).toMatchObject({ outcome: 'no-data', reason: 'provider-gap' });
  });
});

test('an outage is no time in which samples stay away', async () => {
  visibleUntil = 10;
  const web = openOne(prometheus.url, 'errors', errors);
  await read(web, 10);
  const up = prometheus.answer;
  prometheus.answer = () => ({ status: 503 });
  expect((await read(web, 60)).kind).toBe('unread');
  prometheus.answer = up;
  expect((await read(web, 70)).kind).toBe('nothing-new');
});

test('after an outage samples are awaited as late as they are, and asked for as late', async () => {
  visibleUntil = -90;
  const web = openOne(prometheus.url, 'errors', errors);
  await web.baseline({ from: sync - 600_000, to: sync });
  const up = prometheus.answer;
  prometheus.answer = () => ({ status: 503 });
  expect((await read(web, 10)).kind).toBe('unread');
  prometheus.answer = up;
  for (const second of [60, 110]) expect((await read(web, second)).kind).toBe('nothing-new');
  prometheus.asked.length = 0;
  expect(await read(web, 130)).toMatchObject({ outcome: 'no-data', reason: 'provider-gap' });
  expect(prometheus.asked.at(-1)).toMatchObject({ query: 'all_total', time: sync + 40_000 });
});

describe('a gauge of a store that is late', () => {
  const queue: GaugeSignal = {
    ...{ kind: 'gauge', provider: 'prometheus', query: 'queue', worse: 'higher', stepMs: 10_000 },
    ...{ scale: 'value', factor: 1, leastChange: null },
  };
  const answered = (...seconds: number[]) => {
    const values = seconds.map((second) => [sync / 1000 + second, '1']);
    const data = { resultType: 'matrix', result: [{ metric: {}, values }] };
    return { body: JSON.stringify({ status: 'success', data }) };
  };
  const askedUntil = () =>
    prometheus.asked
      .filter(({ path }) => path.endsWith('query_range'))
      .map(({ form }) => Number(form.get('end')) - sync / 1000);

  test('is evaluated as late as the counters beside it are', async () => {
    const counted = prometheus.answer;
    prometheus.answer = (asked) => (asked.path.endsWith('query_range') ? answered(0) : counted(asked));
    visibleUntil = -30;
    const source = openAll(prometheus.url, { errors, queue });
    await source.baseline(minute);
    prometheus.asked.length = 0;
    for (const second of [5, 20, 39, 41]) {
      visibleUntil = second - 30;
      await source.read(sync + second * 1000);
    }
    expect(askedUntil()).toEqual([10]);
  });

  test('that is alone is evaluated as late as its last value was', async () => {
    prometheus.answer = () => answered(-60, -50, -40, -30);
    const source = openOne(prometheus.url, 'queue', queue);
    await source.baseline(minute);
    prometheus.asked.length = 0;
    for (const second of [10, 39, 40, 50]) await read(source, second);
    expect(askedUntil()).toEqual([10, 20]);
  });

  test.each([
    ['never was', []],
    ['ended long ago', [-500, -490]],
    ['is a step old at most', [-20, -10, 0]],
  ])('that %s is not awaited', async (_, seconds) => {
    prometheus.answer = () => answered(...seconds);
    const source = openOne(prometheus.url, 'queue', queue);
    await source.baseline(minute);
    prometheus.asked.length = 0;
    await read(source, 10);
    expect(askedUntil()).toEqual([10]);
  });
});
