import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { random } from '@backout/world/random';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { accidentsIn, endsWell, rehearse, staysStopped } from './accidents.ts';
import { type Estate, openEstate } from './estate.ts';

let folder: string;
let estate: Estate;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bent-'));
  estate = await openEstate(folder);
});
afterAll(() => rm(folder, { recursive: true, force: true }));
beforeEach(() => estate.reset());

test('over a git whose answer is cut at any byte, or that ends early, the same is reverted, or nothing and it is told', async () => {
  const { git, calls } = await rehearse(estate, folder);
  const endings = new Set<string>();
  for (const accident of accidentsIn(calls, { cuts: 8, every: 1 }, random('bent git'))) {
    endings.add(await endsWell(estate, git, accident));
  }
  expect([...endings]).toEqual(expect.arrayContaining(['reverted', 'repository-unreadable']));
});

test('and where somebody has stopped us nothing is, whatever is cut', async () => {
  const { git, calls } = await rehearse(estate, folder);
  for (const accident of accidentsIn(calls, { cuts: 4, every: 2 }, random('bent git, stopped')))
    await staysStopped(estate, git, accident);
});
