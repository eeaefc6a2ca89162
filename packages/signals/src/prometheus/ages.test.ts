import type { CountStep } from '@backout/verdict';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import {
  canary,
  errors,
  minute,
  openOne,
  read,
  stable,
  steady,
  sync,
  tellErrors,
} from '../testing/prometheus-fixture.ts';
import { type ScriptedPrometheus, startScriptedPrometheus } from '../testing/scripted-prometheus.ts';

let prometheus: ScriptedPrometheus;
beforeAll(async () => {
  prometheus = await startScriptedPrometheus();
});
afterAll(() => prometheus[Symbol.asyncDispose]());

const source = () => openOne(prometheus.url, 'errors', errors);

/** A new process that is scraped every 5 s from second 12 on, and fails one request at each scrape. */
const second = steady({ ...canary, instance: 'second' }, 4, 12, 120, 8);
const failing = steady({ ...canary, instance: 'second' }, 0.2, 12, 120, 1);

async function stepsAt(...seconds: number[]): Promise<readonly CountStep[]> {
  const from = source();
  await from.baseline(minute);
  const steps: CountStep[] = [];
  for (const at of seconds) {
    const reading = await read(from, at);
    if (reading.kind === 'counts') steps.push(...reading.steps);
  }
  return steps;
}

const ages = (steps: readonly CountStep[]) =>
  steps.map(({ at, aged = [] }) => [(at - sync) / 1000, aged.map(({ seconds }) => seconds)]);

beforeEach(() => tellErrors(prometheus, [steady(stable, 20), second], [failing]));

test('what a new process does is told by its age, from where it says that it started', async () => {
  const starts = [{ labels: second.labels, samples: [[12, sync / 1000 + 10] as const] }];
  tellErrors(prometheus, [steady(stable, 20), second], [failing], starts);
  const steps = await stepsAt(10, 20, 30);
  expect(ages(steps)).toEqual([
    [5, []],
    [10, []],
    [15, [5]],
    [20, [10]],
    [25, [15]],
    [30, [20]],
  ]);
  expect(steps[2]?.aged).toEqual([{ seconds: 5, bad: 1, total: 8 }]);
  expect(steps[3]?.aged).toEqual([{ seconds: 10, bad: 1, total: 20 }]);
});

test('one that does not say is half a scrape older than its first one', async () => {
  expect(ages(await stepsAt(20)).at(-1)).toEqual([20, [10]]);
});

test('after five minutes it is like any other', async () => {
  tellErrors(prometheus, [
    steady(stable, 20, -60, 320),
    { ...second, samples: steady(canary, 4, 12, 320, 8).samples },
  ]);
  const last = (await stepsAt(20, 120, 220, 300, 320)).at(-1);
  expect(last).toMatchObject({ at: sync + 320_000 });
  expect(last?.aged).toBeUndefined();
});

test('a process that was there before the deployment has no age', async () => {
  tellErrors(prometheus, [steady(stable, 20)], []);
  for (const step of await stepsAt(10, 20, 30)) expect(step.aged).toBeUndefined();
});
