import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Sync } from '@backout/argocd';
import { synced } from '@backout/argocd/testing';
import { openGit } from '@backout/gitops';
import { type Instant, instant, type Sha } from '@backout/incident';
import { createRepository, type Repository } from '@backout/world/repository';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findExcludedIntervals } from './excluded-intervals.ts';

let folder: string;
let repository: Repository;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'undone-'));
  repository = await createRepository(join(folder, 'r.git'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const minute = 60_000;
const begin = Date.UTC(2026, 10, 20, 14, 0, 0);

/** A sync every ten minutes, which takes one, of what the application was by then; a letter is a content. */
async function excludedIntervals(contents: string, from = 0) {
  const syncs: Sync[] = [];
  for (const [index, content] of [...contents].entries()) {
    await repository.commit({ files: { 'apps/payments/values.yaml': `${index}` } });
    const revision = await repository.commit({ files: { 'apps/checkout/values.yaml': content } });
    syncs.push(synced({ id: index, revision, startedAt: at(10 * index), finishedAt: at(10 * index + 1) }));
  }
  return spans(syncs, from);
}

async function spans(syncs: readonly Sync[], from: number) {
  await using git = await openGit({ url: `file://${repository.directory}`, token: null, scratch: folder });
  const found = await findExcludedIntervals(git, {
    from: begin + from * minute,
    syncs,
    paths: ['apps/checkout'],
  });
  return found.map((span) => [(span.from - begin) / minute, (span.to - begin) / minute]);
}

function at(minutes: number): Instant {
  return instant(begin + minutes * minute);
}

describe('of the time before a deployment', () => {
  test('nothing is left out where nothing was taken back', async () => {
    expect(await excludedIntervals('abc')).toEqual([]);
  });

  test('a version that was taken back is left out, until its pods are gone', async () => {
    expect(await excludedIntervals('aba')).toEqual([[10, 23]]);
  });

  test('so are several of them, after each other and in one', async () => {
    expect(await excludedIntervals('abaca')).toEqual([
      [10, 23],
      [30, 43],
    ]);
    expect(await excludedIntervals('abca')).toEqual([
      [10, 23],
      [20, 33],
    ]);
  });

  test('a version that was replaced and not taken back is not', async () => {
    expect(await excludedIntervals('zabcb')).toEqual([[30, 43]]);
  });

  test('what was over before the baseline began is not looked at', async () => {
    expect(await excludedIntervals('abaa', 25)).toEqual([]);
    expect(await excludedIntervals('aba', 15)).toEqual([[10, 23]]);
  });

  test('nothing is left out where one of the syncs is not told in full', async () => {
    const tip = await repository.tip();
    const other = await repository.commit({ files: { 'apps/checkout/values.yaml': 'of their own' } });
    const told = [tip, other, tip, tip].map((revision, id) =>
      synced({ id, revision, startedAt: at(10 * id), finishedAt: at(10 * id + 1) }),
    );
    expect(await spans(told, 0)).toEqual([[10, 23]]);
    for (const unknown of [{ revision: null }, { startedAt: null }, { finishedAt: null }])
      expect(
        await spans(
          told.map((sync, id) => (id === 3 ? { ...sync, ...unknown } : sync)),
          0,
        ),
      ).toEqual([]);
  });

  test('nothing is left out where git has forgotten what was live', async () => {
    const tip = await repository.tip();
    const gone = 'f'.repeat(40) as Sha;
    const syncs = [tip, gone, tip].map((revision, id) =>
      synced({ id, revision, startedAt: at(10 * id), finishedAt: at(10 * id + 1) }),
    );
    expect(await spans(syncs, 0)).toEqual([]);
  });
});
