import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Sha } from '@backout/incident';
import { createRepository, type FileContent, type Repository } from '@backout/world/repository';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fetchCommits } from './fetch.ts';
import { openGit } from './git.ts';
import { undoesWhatItNames } from './undoes.ts';

let folder: string;
let repository: Repository;
let bad: Sha;
let tip: Sha;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'undoes-'));
  repository = await createRepository(join(folder, 'r.git'));
  await repository.commit({ files: { a: '1', b: '1' } });
  bad = await repository.commit({ files: { a: '2' } });
  tip = await repository.commit({ files: { b: '2' } });
});
afterAll(() => rm(folder, { recursive: true }));

const missing = '1'.repeat(40);

/** Whether a commit on the tip is one, that leaves these files and says this. */
async function isOne(files: Record<string, FileContent>, message: string, merges?: Sha): Promise<boolean> {
  const merged = merges === undefined ? {} : { merges };
  const commit = await repository.commit({ branch: 'claim', from: tip, files, message, ...merged });
  await using git = await openGit({ url: `file://${repository.directory}`, token: null, scratch: folder });
  await fetchCommits(git, [commit]);
  return await undoesWhatItNames(git, commit);
}

describe('a commit that says it is a revert of ours', () => {
  test('is one where it leaves what undoing that commit leaves', async () => {
    expect(await isOne({ a: '1' }, `Revert\n\nBackout-Reverts: ${bad}\nBackout-Key: x\n`)).toBe(true);
  });

  test.each<[string, Record<string, FileContent>, string]>([
    ['leaves the tree as it was', { c: '1' }, `docs\n\nBackout-Reverts: BAD\n`],
    ['does something else as well', { a: '1', c: '1' }, `Revert\n\nBackout-Reverts: BAD\n`],
    ['names no commit', { a: '1' }, 'Revert\n\nBackout-Key: x\n'],
    ['names a commit that is not there', { a: '1' }, `Revert\n\nBackout-Reverts: ${missing}\n`],
    ['names several', { a: '1' }, `Revert\n\nBackout-Reverts: BAD\nBackout-Reverts: ${missing}\n`],
    ['names what is no commit id', { a: '1' }, 'Revert\n\nBackout-Reverts: main\n'],
  ])('is none where it %s', async (_, files, message) => {
    expect(await isOne(files, message.replaceAll('BAD', bad))).toBe(false);
  });

  test('is none where it is a merge', async () => {
    expect(await isOne({ a: '1' }, `Revert\n\nBackout-Reverts: ${bad}\n`, bad)).toBe(false);
  });
});
