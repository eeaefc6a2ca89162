import type { CountStep } from '@backout/verdict';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  errors,
  minute,
  openAll,
  openOne,
  read,
  type Single,
  slow,
  steady,
  sync,
  tellErrors,
} from '../testing/prometheus-fixture.ts';
import {
  type ScriptedPrometheus,
  startScriptedPrometheus,
  store,
  type Written,
} from '../testing/scripted-prometheus.ts';
import { matching } from './matching.ts';

let prometheus: ScriptedPrometheus;
beforeAll(async () => {
  prometheus = await startScriptedPrometheus();
});
afterAll(() => prometheus[Symbol.asyncDispose]());

const isNew = matching({ name: null, matchers: [{ label: 'version', operator: '=', value: '2' }] });
const pod = (version: string, name = version) => ({ job: 'web', instance: name, version });

function open(signal = errors): Single {
  return openOne(prometheus.url, 'errors', signal, { isNew });
}

type Side = Pick<CountStep, 'bad' | 'total'>;

function split(reading: unknown): { canary: Side; stable: Side | null } {
  const { steps } = reading as { steps: readonly CountStep[] };
  const sum = (all: readonly Side[]) =>
    all.reduce((a, b) => ({ bad: a.bad + b.bad, total: a.total + b.total }), { bad: 0, total: 0 });
  const told = steps.flatMap(({ control }) => control ?? []);
  const canary = sum(steps);
  return { canary, stable: told.length < steps.length ? null : sum(told) };
}

test('new pods are counted beside the old ones, in one question as ever', async () => {
  tellErrors(
    prometheus,
    [steady(pod('1'), 40), steady(pod('2'), 10, 5, 120, 50)],
    [steady(pod('1'), 1), steady(pod('2'), 4, 5, 120, 20)],
  );
  const web = open();
  await web.baseline(minute);
  expect(split(await read(web, 10))).toEqual({
    canary: { bad: 40, total: 100 },
    stable: { bad: 10, total: 400 },
  });
  const before = prometheus.asked.length;
  expect(split(await read(web, 20))).toEqual({
    canary: { bad: 40, total: 100 },
    stable: { bad: 10, total: 400 },
  });
  expect(prometheus.asked.length - before).toBe(1);
});

test('the past is of all pods', async () => {
  tellErrors(prometheus, [steady(pod('1'), 40), steady(pod('2'), 10)]);
  const { steps } = (await open().baseline(minute)) as { steps: readonly CountStep[] };
  expect(steps.every(({ control }) => control === undefined)).toBe(true);
  expect(steps.at(-1)?.total).toBe(500);
});

test('until a new pod is seen all are counted together, and from then on apart', async () => {
  tellErrors(prometheus, [steady(pod('1'), 40), steady(pod('2'), 10, 20, 30, 0)]);
  const web = open();
  expect(split(await read(web, 10))).toEqual({ canary: { bad: 0, total: 400 }, stable: null });
  expect(split(await read(web, 30))).toEqual({
    canary: { bad: 0, total: 100 },
    stable: { bad: 0, total: 800 },
  });
  tellErrors(prometheus, [steady(pod('1'), 40)]);
  expect(split(await read(web, 40))).toEqual({
    canary: { bad: 0, total: 0 },
    stable: { bad: 0, total: 400 },
  });
});

test('an old process that begins to serve the new version is counted apart by its labels', async () => {
  const proxy = (version: string) => ({ job: 'mesh', instance: 'proxy', version });
  tellErrors(
    prometheus,
    [steady(proxy('1'), 40), steady(proxy('2'), 10, 10, 120, 10)],
    [steady(proxy('1'), 1), steady(proxy('2'), 4, 10, 120, 4)],
  );
  const { canary, stable } = split(await read(open(), 20));
  expect(canary).toEqual({ bad: 44, total: 110 });
  expect(stable).toEqual({ bad: 20, total: 800 });
});

test('a counter of errors that does not name the version is its process’s', async () => {
  const { version: _, ...nameless } = pod('2');
  tellErrors(
    prometheus,
    [steady(pod('1'), 40), steady(pod('2'), 10, 5, 120, 0)],
    [steady({ job: 'web', instance: '1' }, 1), steady(nameless, 4, 5, 120, 0)],
  );
  expect(split(await read(open(), 15))).toEqual({
    canary: { bad: 40, total: 100 },
    stable: { bad: 15, total: 600 },
  });
});

test('good events are taken from the requests of their own side', async () => {
  prometheus.answer = store(sync, () => ({
    seconds_count: [steady(pod('1'), 40), steady(pod('2'), 10)],
    seconds_bucket: [steady({ ...pod('1'), le: '0.5' }, 40), steady({ ...pod('2'), le: '0.5' }, 7)],
  }));
  expect(split(await read(open(slow), 10))).toEqual({
    canary: { bad: 30, total: 100 },
    stable: { bad: 0, total: 400 },
  });
});

test('counters that are asked for together are told apart as those that are asked for alone', async () => {
  const series: readonly Written[] = [steady(pod('1'), 40), steady(pod('2'), 10)];
  prometheus.answer = store(sync, () => ({
    all_total: series,
    bad_total: [steady({ ...pod('1'), code: '500' }, 1), steady({ ...pod('2'), code: '503' }, 4)],
  }));
  const both = openAll(
    prometheus.url,
    { errors, other: { ...errors, part: { ...errors.part, selector: 'bad_total{code="503"}' } } },
    { isNew },
  );
  await both.baseline(minute);
  await both.read(sync + 10_000);
  prometheus.asked.length = 0;
  const readings = await both.read(sync + 20_000);
  expect(prometheus.asked).toHaveLength(1);
  expect(readings.map(split)).toEqual([
    { canary: { bad: 40, total: 100 }, stable: { bad: 10, total: 400 } },
    { canary: { bad: 40, total: 100 }, stable: { bad: 0, total: 400 } },
  ]);
});
