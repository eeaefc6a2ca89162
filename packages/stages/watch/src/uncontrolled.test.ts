import { expect, test } from 'vitest';
import { uncontrolled } from './uncontrolled.ts';

const canary = { total: 2, ready: 0, failing: 2, since: 0 };
const rollout = { canary, stable: { total: 3, ready: 3 }, pastDeadline: true };
const state = { standing: 'failed', rollout } as const;

test('old pods that serve are no control of new ones that may be those of another application', async () => {
  expect(await uncontrolled(async () => state)()).toEqual({
    standing: 'failed',
    rollout: { canary, stable: { total: 0, ready: 0 }, pastDeadline: true },
  });
});

test.each([null, { standing: 'in-order', rollout: null } as const])('%j stays as it is', async (read) => {
  expect(await uncontrolled(async () => read)()).toBe(read);
});
