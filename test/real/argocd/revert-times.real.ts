import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { median, spread } from '../../bench/spread.ts';
import { deploy, fileOf, reached } from './health-in-git.ts';
import { startTeam, type Team } from './team.ts';

/** Argo CD's own poll is every 120 s: measured for docs/benchmarks.md, shortened for everybody else. */
const resyncSeconds = Number(process.env.BACKOUT_E2E_RESYNC ?? 10);
/** A poll may find the branch's old tip in the repo server's cache, which is as old as a poll. */
const withinMs = (2 * resyncSeconds + 5) * 1000;

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
  await reached(team, 'checkout', after, { refresh, withinMs: Math.max(60_000, withinMs) });
  return performance.now() - pushed;
}

describe('from a pushed revert to Synced and Healthy at its revision', () => {
  const patience = { timeout: 60_000 + 4 * withinMs };
  test.each(Object.entries(ways))('%s', patience, async (way, { rounds, refresh, tell }) => {
    const times: number[] = [];
    for (let at = 0; at < rounds; at += 1) times.push(await revertOnce(`bad ${at} ${way}`, refresh, tell));
    console.log(`revert ${way}: ${spread(times)}, ${rounds} rounds`);
    expect(median(times)).toBeLessThan(way === 'by nothing but its poll' ? withinMs : 2_000);
  });
});
