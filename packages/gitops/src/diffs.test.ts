import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Sha } from '@backout/incident';
import { createRepository, type FileContent, type Repository } from '@backout/world/repository';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readDiffs, readEntryDiffs } from './diffs.ts';
import { type Git, openGit } from './git.ts';

let folder: string;
let repository: Repository;
let git: Git;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'diffs-'));
  repository = await createRepository(join(folder, 'r.git'));
  git = await openGit({ url: `file://${repository.directory}`, token: null, scratch: folder });
});
afterAll(async () => {
  await git[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

/** The trees of commits that each change these files, and are local. */
async function trees(...changes: readonly Readonly<Record<string, FileContent>>[]): Promise<Sha[]> {
  const written: Sha[] = [];
  for (const files of changes) {
    const commit = await repository.commit({ files });
    await git.read('fetch', '--quiet', '--depth=1', 'origin', commit);
    written.push((await git.read('rev-parse', `${commit}^{tree}`)).trim() as Sha);
  }
  return written;
}

const paths = (diffs: readonly (readonly { path: string }[])[]) =>
  diffs.map((diff) => diff.map(({ path }) => path));

describe('what is different between trees', () => {
  test('is told for each pair, in the order of the pairs, also where a pair comes twice', async () => {
    const [a, b, c] = (await trees({ 'x/one': '1' }, { 'x/one': '2', two: '2' }, { two: null })) as [
      Sha,
      Sha,
      Sha,
    ];
    const pairs = [
      { from: a, to: b },
      { from: b, to: c },
      { from: b, to: b },
      { from: a, to: b },
    ];
    expect(paths(await readDiffs(git, pairs))).toEqual([['two', 'x/one'], ['two'], [], ['two', 'x/one']]);
    const entries = (await readEntryDiffs(git, pairs)).map((diff) => diff.map(({ name }) => name));
    expect(entries).toEqual([['two', 'x'], ['two'], [], ['two', 'x']]);
    const [added] = await readDiffs(git, [{ from: c, to: b }]);
    expect(added).toEqual([{ path: 'two', from: null, to: expect.stringMatching(/^[0-9a-f]{40}$/) }]);
  });

  test('is nothing where there are no pairs', async () => {
    expect(await readDiffs(git, [])).toEqual([]);
  });

  test('keeps names that look like what git says itself', async () => {
    const names = ['a b', 'e"q', 'ü', '\nline', ':100644 100644', `${'4'.repeat(40)} ${'4'.repeat(40)}`];
    const [before, after] = (await trees(
      { z: '1' },
      Object.fromEntries(names.map((name) => [name, '1'])),
    )) as [Sha, Sha];
    const [found] = paths(await readDiffs(git, [{ from: before, to: after }]));
    expect(found?.sort()).toEqual(names.sort());
  });

  test('holds a mode, a link and a submodule that are new', async () => {
    const module = (id: string): FileContent => ({ mode: '160000', content: id.repeat(40) });
    const [before, after] = (await trees(
      { run: 'x', link: { mode: '120000', content: 'a' }, module: module('1') },
      { run: { mode: '100755', content: 'x' }, link: { mode: '120000', content: 'b' }, module: module('2') },
    )) as [Sha, Sha];
    expect(paths(await readDiffs(git, [{ from: before, to: after }]))).toEqual([['link', 'module', 'run']]);
  });

  test('is not known where a tree is not to be had', async () => {
    const [tree] = (await trees({ y: '1' })) as [Sha];
    await expect(readDiffs(git, [{ from: tree, to: '1'.repeat(40) as Sha }])).rejects.toThrow('not our ref');
  });
});
