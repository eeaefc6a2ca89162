import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Sha } from '@backout/incident';
import { createRepository, type FileContent, type Repository } from '@backout/world/repository';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readDiffs } from './diffs.ts';
import { type Git, openGit } from './git.ts';
import { planInverse } from './inverse.ts';
import { readRange } from './range.ts';
import { plainRevert } from './testing/plain-revert.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'inverse-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

let repositories = 0;
function newRepository(): Promise<Repository> {
  return createRepository(join(folder, `r${repositories++}.git`));
}

async function inverseOf(repository: Repository, bad: Sha) {
  await using git = await openGit({ url: `file://${repository.directory}`, token: null, scratch: folder });
  const tip = await repository.tip();
  const previous = (await repository.git('rev-parse', `${bad}^1`)).trim() as Sha;
  await readRange(git, previous, bad, [tip]);
  const trees = await repository.git('rev-parse', `${previous}^{tree}`, `${bad}^{tree}`);
  const [from, to] = trees.trimEnd().split('\n') as [Sha, Sha];
  const [paths = []] = await readDiffs(git, [{ from, to }]);
  const inverse = await planInverse(git, tip, { commit: bad, mainline: previous, paths });
  if (inverse.kind !== 'clean') return { inverse, files: null };
  const listing = await git.read('ls-tree', '-r', inverse.tree);
  return { inverse, files: listing.trimEnd().split('\n') };
}

describe('the inverse of a commit', () => {
  test('takes back what the commit did and keeps what came after it', async () => {
    const repository = await newRepository();
    await repository.commit({ files: { a: 'one\n', b: 'one\n' } });
    const bad = await repository.commit({ files: { a: 'two\n', c: 'new\n' } });
    await repository.commit({ files: { b: 'two\n' } });
    const { inverse } = await inverseOf(repository, bad);
    expect(inverse).toMatchObject({ kind: 'clean', paths: ['a', 'c'] });
    expect((inverse as { tree: string }).tree).toBe(await plainRevert(repository, bad, folder));
  });

  test('merges the content when a later commit changed another line of the same file', async () => {
    const repository = await newRepository();
    const lines = Array.from({ length: 30 }, (_, line) => `line ${line}`);
    const text = (replace: Record<number, string>) =>
      `${lines.map((line, at) => replace[at] ?? line).join('\n')}\n`;
    await repository.commit({ files: { a: text({}) } });
    const bad = await repository.commit({ files: { a: text({ 2: 'bad' }) } });
    await repository.commit({ files: { a: text({ 2: 'bad', 25: 'later' }) } });
    const { inverse } = await inverseOf(repository, bad);
    expect((inverse as { tree: string }).tree).toBe(await plainRevert(repository, bad, folder));
  });

  test('is a conflict when a newer deployment changed the same line: it is never overwritten', async () => {
    const repository = await newRepository();
    await repository.commit({ files: { a: 'image: app:1\n' } });
    const bad = await repository.commit({ files: { a: 'image: app:2\n' } });
    await repository.commit({ files: { a: 'image: app:3\n' } });
    expect((await inverseOf(repository, bad)).inverse).toEqual({ kind: 'conflict', paths: ['a'] });
  });

  test('is empty when somebody reverted it already', async () => {
    const repository = await newRepository();
    await repository.commit({ files: { a: 'one\n' } });
    const bad = await repository.commit({ files: { a: 'two\n' } });
    await repository.commit({ files: { a: 'one\n' } });
    expect((await inverseOf(repository, bad)).inverse).toEqual({ kind: 'empty' });
  });

  test('of a merge is against the branch it was merged into', async () => {
    const repository = await newRepository();
    const base = await repository.commit({ files: { a: 'one\n', b: 'one\n' } });
    const side = await repository.commit({ branch: 'side', from: base, files: { a: 'two\n' } });
    await repository.commit({ files: { b: 'two\n' } });
    const bad = await repository.commit({ files: { a: 'two\n' }, merges: side });
    const { inverse } = await inverseOf(repository, bad);
    expect(inverse).toMatchObject({ kind: 'clean', paths: ['a'] });
  });

  test('of a merge of several lines is for a person to find', async () => {
    const git = {} as Git;
    const [tip, commit] = ['1'.repeat(40) as Sha, '2'.repeat(40) as Sha];
    const paths = [{ path: 'a', from: tip, to: commit }];
    expect(await planInverse(git, tip, { commit, mainline: null, paths })).toEqual({
      kind: 'conflict',
      paths: ['a'],
    });
  });

  test('in a file that the commit never touched has both names: git follows a rename, or what looks like one', async () => {
    const repository = await newRepository();
    const keys = Array.from({ length: 9 }, (_, at) => `key-${at}: value`).join('\n');
    const region = (tag: string) => `tag: ${tag}\n${keys}\n`;
    await repository.commit({ files: { 'eu.yaml': region('v1'), b: 'b\n' } });
    const bad = await repository.commit({ files: { 'eu.yaml': region('v2') } });
    await repository.commit({ files: { 'eu.yaml': null } });
    await repository.commit({ files: { 'us.yaml': `${region('v2')}region: us\n` } });
    expect((await inverseOf(repository, bad)).inverse).toEqual({
      kind: 'renamed',
      paths: ['us.yaml'],
      renamed: { path: 'us.yaml', from: 'eu.yaml' },
    });
  });

  test('of a commit that renames a file is clean: it touched both', async () => {
    const repository = await newRepository();
    const text = Array.from({ length: 9 }, (_, line) => `line ${line}`).join('\n');
    await repository.commit({ files: { old: text } });
    const bad = await repository.commit({ files: { old: null, new: text } });
    await repository.commit({ files: { new: `${text}\nlater\n` } });
    const { inverse } = await inverseOf(repository, bad);
    expect(inverse).toMatchObject({ kind: 'clean', paths: ['new', 'old'] });
    expect((inverse as { tree: string }).tree).toBe(await plainRevert(repository, bad, folder));
  });

  test('equals plain git revert on random trees with modes, links, deletes, CRLF and odd names', async () => {
    const name = fc.constantFrom('a', 'b', 'dir/a', 'dir/b c', 'dir/ü', 'e"q');
    const content: fc.Arbitrary<FileContent> = fc.oneof(
      fc.constantFrom('x\n', 'y\n', 'x\ny\nz\n', 'x\r\ny\r\n', ''),
      fc.constant(null),
      fc.constant({ mode: '100755' as const, content: 'x\n' }),
      fc.constant({ mode: '120000' as const, content: 'a' }),
    );
    const files = fc.dictionary(name, content, { minKeys: 1, maxKeys: 4 });
    await fc.assert(
      fc.asyncProperty(fc.array(files, { minLength: 2, maxLength: 4 }), fc.nat(), async (history, pick) => {
        const repository = await newRepository();
        const base = Object.fromEntries(['a', 'b', 'dir/a', 'dir/b c'].map((path) => [path, `${path}\n`]));
        await repository.commit({ files: base });
        const commits: Sha[] = [];
        for (const change of history) commits.push(await repository.commit({ files: change }));
        const bad = commits[pick % commits.length] as Sha;
        const { inverse } = await inverseOf(repository, bad);
        const expected = await plainRevert(repository, bad, folder);
        expect(inverse.kind === 'clean' ? inverse.tree : inverse.kind).toBe(expected);
      }),
      { seed: 481, numRuns: 15 },
    );
  });
});
