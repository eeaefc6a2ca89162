import { type Instant, instant, milliseconds, mostRolloutSteps, RolloutStep } from '@backout/incident';
import { expect, test } from 'vitest';
import { notingRollout, type State } from './rollout-steps.ts';

const began = milliseconds('2026-11-20T14:02:10.000Z' as Instant);
const after = (seconds: number) => instant(began + seconds * 1000);

const pods = (total: number, ready: number) => ({ total, ready, failing: 0, since: null });

/** `ready` of `total` new pods, beside so many old ones. */
function rolling(ready: number, total: number, old: number): State {
  const rollout = { canary: pods(total, ready), stable: pods(old, old), pastDeadline: false };
  return { standing: 'under-way', rollout, rolling: true };
}

const healthy: State = { standing: 'in-order', rollout: null, rolling: false };

/** What is noted if one look a second is told this. */
async function noted(...states: (State | null)[]) {
  let second = 0;
  const { read, rollout } = notingRollout(
    async () => states[second++] ?? null,
    () => after(second),
  );
  for (const state of states) expect(await read()).toBe(state);
  return rollout();
}

test('each step is noted once, with when it was seen first', async () => {
  expect(
    await noted(rolling(0, 1, 2), rolling(0, 1, 2), rolling(1, 2, 1), rolling(2, 2, 0), healthy),
  ).toEqual({
    firstPodReadyAt: after(3),
    rolledOutAt: after(5),
    rollout: [
      { at: after(1), ready: 0, total: 1, old: 2 },
      { at: after(3), ready: 1, total: 2, old: 1 },
      { at: after(4), ready: 2, total: 2, old: 0 },
    ],
  });
});

test('pods that get ready between two looks are ready when the application is Healthy', async () => {
  expect(await noted(rolling(0, 1, 1), healthy, healthy)).toMatchObject({
    firstPodReadyAt: after(2),
    rolledOutAt: after(2),
  });
});

test('an application whose pods fall behind again has not been rolled out', async () => {
  expect(await noted(rolling(1, 1, 1), healthy, rolling(1, 2, 0))).toMatchObject({ rolledOutAt: null });
});

test('a rollout is over beside an Ingress that never gets an address', async () => {
  const done = { ...rolling(2, 2, 0), standing: 'in-order' as const, rolling: false };
  expect(await noted(rolling(1, 1, 1), done, done)).toMatchObject({
    firstPodReadyAt: after(1),
    rolledOutAt: after(2),
  });
});

test('pods are being replaced as the last look saw it, and nobody knows after one without an answer', async () => {
  const states = [rolling(0, 1, 1), healthy, null];
  const { read, rolling: replaced } = notingRollout(
    async () => states.shift() ?? null,
    () => after(0),
  );
  const told = [replaced()];
  for (let look = 0; look < 3; look++) {
    await read();
    told.push(replaced());
  }
  expect(told).toEqual([null, true, false, null]);
});

test.each([
  ['an Argo CD that does not answer', [null, null]],
  ['an application that was Healthy all the time', [healthy, healthy]],
  ['old pods alone', [rolling(0, 0, 2)]],
])('of %s nothing is noted', async (_, states) => {
  expect(await noted(...states)).toEqual({ firstPodReadyAt: null, rolledOutAt: null, rollout: [] });
});

test('of a rollout of 300 pods the record keeps its first step, its last and some between', async () => {
  const { rollout } = await noted(
    ...Array.from({ length: 300 }, (_, ready) => rolling(ready, 300, 300 - ready)),
  );
  expect(rollout.length).toBeLessThanOrEqual(mostRolloutSteps);
  expect(RolloutStep.array().parse(rollout)).toEqual(rollout);
  expect([rollout.at(0)?.ready, rollout.at(-1)?.ready]).toEqual([0, 299]);
  expect(rollout.map(({ at }) => at)).toEqual(rollout.map(({ at }) => at).toSorted());
  expect(rollout.filter(({ ready }) => ready > 50 && ready < 250).length).toBeGreaterThanOrEqual(2);
});
