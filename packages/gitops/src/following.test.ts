import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Sha } from '@backout/incident';
import { createRepository, type Repository } from '@backout/world/repository';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { readFollowing } from './following.ts';
import { type Git, openGit } from './git.ts';
import { readRange } from './range.ts';
import { sameAt } from './same-at.ts';

let folder: string;
let repository: Repository;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'following-'));
});
afterAll(() => rm(folder, { recursive: true }));

let previous: Sha;
let read: Sha;
beforeEach(async () => {
  repository = await createRepository(join(await mkdtemp(join(folder, 'r-')), 'r.git'));
  const many = Array.from({ length: 40 }, (_, index) => [`apps/${index}/a.yaml`, `${index}\n`]);
  previous = await repository.commit({ files: Object.fromEntries(many) });
  read = await repository.commit({ files: { 'apps/0/a.yaml': 'bad\n' } });
});

/** A repository that has read up to `read`. */
async function opened(): Promise<Git> {
  const git = await openGit({ url: `file://${repository.directory}`, token: null, scratch: folder });
  await readRange(git, previous, read);
  return git;
}

async function objectsOf(git: Git): Promise<number> {
  const counts = await git.read('count-objects', '-v');
  const [, loose, packed] = /^count: (\d+)\n(?:.*\n)*in-pack: (\d+)\n/.exec(counts) ?? [];
  return Number(loose) + Number(packed);
}

describe('what a branch got since a tip that is known', () => {
  test('is all that is brought: the commit, and the folders that it touched', async () => {
    await using git = await opened();
    const before = await objectsOf(git);
    const tip = await repository.commit({ files: { 'apps/7/a.yaml': 'new\n' } });
    const range = await readFollowing(git, { previous: read, revision: tip }, []);
    expect(range).toMatchObject({ commits: [{ id: tip }] });
    // A commit and three trees, and what git puts beside them as the base of a difference.
    expect((await objectsOf(git)) - before).toBeLessThan(8);
    expect(await sameAt(git, read, tip, ['apps/0'])).toBe(true);
    expect(await sameAt(git, read, tip, ['apps/7'])).toBe(false);
  });

  test('is a branch that was merged into it too', async () => {
    await using git = await opened();
    const side = await repository.commit({ branch: 'side', from: previous, files: { s: '1' } });
    const merge = await repository.commit({ files: { s: '1' }, merges: side });
    const range = await readFollowing(git, { previous: read, revision: merge }, []);
    expect(range).toMatchObject({ commits: [{ id: merge }] });
  });

  test('may be many', async () => {
    await using git = await opened();
    for (let count = 0; count < 40; count++) await repository.commit({ files: { n: String(count) } });
    const range = await readFollowing(git, { previous: read, revision: await repository.tip() }, []);
    expect(range).toMatchObject({ commits: { length: 40 } });
  });

  test('is nothing where the branch was set back', async () => {
    await using git = await opened();
    const other = await repository.commit({ branch: 'other', from: previous, files: { o: '1' } });
    expect(await readFollowing(git, { previous: read, revision: other }, [])).toBe('not-behind');
  });
});
