import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { random } from '@backout/world/random';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { accidentsIn, endsWell, rehearse } from './accidents.ts';
import { bendGit } from './bent-git.ts';
import { type Estate, openEstate } from './estate.ts';
import { expectHealed, hasReverted } from './outcome.ts';
import { runRevert } from './run-revert.ts';

let folder: string;
let estate: Estate;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bent-'));
  estate = await openEstate(folder);
});
afterAll(() => rm(folder, { recursive: true, force: true }));
beforeEach(() => estate.reset());

test.each(['slow', 'early'] as const)(
  'over a git that writes slowly, %s, the bad commit is reverted as ever',
  async (how) => {
    const git = await bendGit(folder, estate.repository);
    expect(hasReverted(await git.during(() => runRevert(estate, estate.incident), { how }))).toBe(true);
    await expectHealed(estate);
  },
);

test('over a git whose answer is cut at any byte, or that ends early, the same is reverted, or nothing and it is told', async () => {
  const { git, calls } = await rehearse(estate, folder);
  const endings = new Set<string>();
  for (const accident of accidentsIn(calls, { cuts: 1, every: 8 }, random('bent git'))) {
    endings.add(await endsWell(estate, git, accident));
  }
  expect([...endings]).toEqual(expect.arrayContaining(['reverted', 'repository-unreadable']));
});
