import { minute } from '@backout/argocd/testing';
import { instant, milliseconds, type Sha } from '@backout/incident';
import { expect, test } from 'vitest';
import { lookLoop } from './look-loop.ts';
import type { Ended } from './progress.ts';

const synced = milliseconds(minute(0));

/** Until when pods were being replaced, as far as a look knows: in seconds after the sync. */
async function replacedUntil(read: boolean | null, listed: boolean) {
  let now = synced;
  const seen: (number | undefined)[] = [];
  await lookLoop({
    plan: {
      ...{ signals: [], syncStartedAt: minute(0), syncFinishedAt: minute(0), requiredSignals: 1 },
      ...{ falseAlarmsPerMillion: 150, applications: 1, everyMs: 10_000, forMs: 10_000, atLeastMs: 10_000 },
    },
    ...{ baselineMs: 0, excludedIntervals: [] },
    signals: { baseline: async () => [], read: async () => [], clockSkewMs: () => 0 },
    progress: async () => ({ ended: null, rolling: listed }),
    rolling: () => read,
    clock: {
      now: () => instant(now),
      sleepUntil: async (at) => {
        now = at;
      },
    },
    logger: { baselines: () => {}, look: ({ rollingUntil }) => seen.push(rollingUntil) },
  });
  return seen.map((until) => until && (until - synced) / 1000);
}

test.each<[string, boolean | null, boolean, (number | undefined)[]]>([
  ['their tree, where a signal has read it', true, false, [10]],
  ['their tree, where the list would say otherwise', false, true, [undefined]],
  ['the list, where nobody has read the tree', null, true, [10]],
  ['the list, where nobody has read the tree', null, false, [undefined]],
])('pods are being replaced as it is told by %s', async (_, read, listed, expected) => {
  expect(await replacedUntil(read, listed)).toEqual(expected);
});

/** Two checks that pass once and fail from the second look on, at which a newer sync is seen or not. */
async function failing(ended: Ended | null) {
  let now = synced;
  let looks = 0;
  const checks = ['home', 'ready'];
  return await lookLoop({
    plan: {
      signals: checks.map((signal) => ({ kind: 'health', signal, failures: 1 })),
      ...{ syncStartedAt: minute(0), syncFinishedAt: minute(0), requiredSignals: 1 },
      ...{ falseAlarmsPerMillion: 150, applications: 1 },
      ...{ everyMs: 10_000, forMs: 60_000, atLeastMs: 60_000 },
    },
    ...{ baselineMs: 0, excludedIntervals: [] },
    signals: {
      baseline: async () => [],
      read: async (at) => {
        looks += 1;
        return checks.map((signal) => ({ kind: 'check', signal, at, passed: looks === 1 }));
      },
      clockSkewMs: () => 0,
    },
    progress: async () => ({ ended: looks > 1 ? ended : null, rolling: false }),
    rolling: () => null,
    clock: {
      now: () => instant(now),
      sleepUntil: async (at) => {
        now = at;
      },
    },
    logger: { baselines: () => {}, look: () => {} },
  });
}

test('what fails when a newer sync is live is not this revision any more', async () => {
  const by = 'c'.repeat(40) as Sha;
  expect(await failing(null)).toMatchObject({ outcome: 'regression' });
  expect(await failing({ kind: 'superseded', by })).toMatchObject({ outcome: 'superseded', by });
  // Of a sync that failed it is not known what of it is live.
  expect(await failing({ kind: 'sync-failed' })).toMatchObject({ outcome: 'regression' });
});
