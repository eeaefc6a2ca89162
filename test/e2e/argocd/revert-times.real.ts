import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { median, spread } from '../../bench/spread.ts';
import { deploy, fileOf, reached } from './health-in-git.ts';
import { startTeam, type Team } from './team.ts';

/** Argo CD's own poll is every 120 to 180 s, and longer than the rest of the suite: it is shortened here. */
const resyncSeconds = 10;

let team: Team;

beforeAll(async () => {
  team = await startTeam({ resyncSeconds });
  const first = await deploy(team, 'v1', ['checkout']);
  await team.create({ name: 'checkout', path: 'apps/checkout' });
  await reached(team, 'checkout', first);
});
afterAll(() => team?.[Symbol.asyncDispose]());

type Tell = (pushed: { before: string; after: string }) => Promise<unknown>;

/** By every way in which Argo CD can hear of a push. */
const ways: Readonly<Record<string, { rounds: number; refresh: boolean; tell: Tell }>> = {
  'by a refresh': { rounds: 10, refresh: true, tell: async () => undefined },
  'by a webhook of the push': {
    ...{ rounds: 10, refresh: false },
    tell: (pushed) =>
      team.plane.webhook({ repository: 'acme/gitops', ...pushed, paths: [fileOf('checkout')] }),
  },
  'by nothing but its poll': { rounds: 3, refresh: false, tell: async () => undefined },
};

/** A bad version is live; its revert is pushed, and the time is taken until Argo CD runs it healthily. */
async function revertOnce(version: string, refresh: boolean, tell: Tell): Promise<number> {
  const before = await deploy(team, version, ['checkout'], 'Degraded');
  await reached(team, 'checkout', before, { health: 'Degraded' });
  const after = await deploy(team, 'v1', ['checkout']);
  const pushed = performance.now();
  await tell({ before, after });
  await reached(team, 'checkout', after, { refresh, withinMs: 60_000 });
  return performance.now() - pushed;
}

describe('from a pushed revert to Synced and Healthy at its revision', () => {
  test.each(Object.entries(ways))('%s', async (way, { rounds, refresh, tell }) => {
    const times: number[] = [];
    for (let at = 0; at < rounds; at += 1) times.push(await revertOnce(`bad ${at} ${way}`, refresh, tell));
    console.log(`revert ${way}: ${spread(times)}, ${rounds} rounds`);
    // A poll may find the branch's old tip in the repo server's cache, which is as old as a poll.
    const limitMs = way === 'by nothing but its poll' ? (2 * resyncSeconds + 5) * 1000 : 2_000;
    expect(median(times)).toBeLessThan(limitMs);
  });
});
