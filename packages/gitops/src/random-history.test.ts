import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Sha } from '@backout/incident';
import { createRepository, type Repository } from '@backout/world/repository';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readChanges } from './changes.ts';
import { descend, type Ends } from './descent.ts';
import { readDistantGraph } from './distant.ts';
import { type Git, openGit } from './git.ts';
import { type Range, readRange } from './range.ts';
import { writeHistory } from './testing/history.ts';

let folder: string;
let repository: Repository;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'random-'));
  repository = await createRepository(join(folder, 'r.git'));
});
afterAll(() => rm(folder, { recursive: true }));

const open = () => openGit({ url: `file://${repository.directory}`, token: null, scratch: folder });

/** The oracle: git's own words. */
async function lines(...args: readonly string[]): Promise<string[]> {
  return (await repository.git(...args)).split('\n').filter(Boolean).sort();
}

test('changes equal what git itself says of a random history, near and far', async () => {
  const names = ['a', 'b', 'd/a', 'd/e/f'];
  const files = fc.record(Object.fromEntries(names.map((name) => [name, fc.constantFrom('1', '2', '3')])));
  const drawn = fc.record({
    parents: fc.array(fc.nat(), { maxLength: 3 }),
    files,
    at: fc.constantFrom(0, 1, 9),
  });
  const history = fc.array(drawn, { minLength: 3, maxLength: 14 });
  await fc.assert(
    fc.asyncProperty(history, fc.nat(), async (commits, pick) => {
      const entries = commits.map(({ parents, ...rest }, index) => {
        const named = index === 0 ? [] : [...new Set(parents.map((n) => `${n % index}`))];
        // Its message makes each of them another commit.
        return [`${index}`, { ...rest, parents: named, message: `${index}` }] as const;
      });
      const ids = Object.values(await writeHistory(repository, Object.fromEntries(entries)));
      const ends = { previous: ids[pick % (ids.length - 1)] as Sha, revision: ids.at(-1) as Sha };
      const after = `${ends.previous}..${ends.revision}`;
      await using git = await open();
      const path = await lines('rev-list', '--ancestry-path', after);
      if (path.length === 0) {
        await expect(readRange(git, ends.previous, ends.revision)).rejects.toMatchObject({
          code: 'revision-unknown',
        });
        return;
      }
      const range = await readRange(git, ends.previous, ends.revision);
      expect(range.commits.map(({ id }) => id).sort()).toEqual(await withoutFolded(path, ends));
      const graph = await readDistantGraph(git, ends);
      const far = graph === 'too-many' ? graph : descend(graph, ends);
      const near = range.commits.map(({ pairs: _, ...commit }) => commit);
      expect(far).toEqual({ kind: 'behind', commits: near });
      const brought = range.commits.flatMap(({ parents, through }) =>
        parents.filter((one) => !through.includes(one)),
      );
      const folded = brought.length === 0 ? [] : await lines('rev-list', ...brought, `^${ends.previous}`);
      const listed = range.commits.map(({ id }) => id);
      expect([...new Set([...listed, ...folded])].sort()).toEqual(await lines('rev-list', after));
      await expectSameChanges(git, ends, range);
    }),
    { seed: 20_261, numRuns: 25 },
  );
});

/** Of git's ancestry path what is left where a branch that began at the first parent belongs to the merge. */
async function withoutFolded(path: readonly string[], { previous, revision }: Ends): Promise<string[]> {
  const isBehind = async (one: string, other: string) =>
    (await repository.git('merge-base', one, other)).trim() === one;
  const left = new Set([revision as string]);
  for (const id of left) {
    const parents = (await repository.git('rev-parse', `${id}^@`)).split('\n').filter(Boolean);
    const after = parents.filter((parent) => parent === previous || path.includes(parent));
    const [first = ''] = after;
    const behind = await Promise.all(after.map((one) => isBehind(first, one)));
    const isOne = first === parents[0] && after.length < 3 && behind.every(Boolean);
    const through = isOne ? [first] : after;
    for (const one of through) if (one !== previous) left.add(one);
  }
  return [...left].sort();
}

async function expectSameChanges(git: Git, ends: Ends, range: Range) {
  const differing = (from: Sha, to: Sha) => lines('diff-tree', '-r', '--name-only', '--no-renames', from, to);
  const { between, changes } = await readChanges(git, range, ['.']);
  const different = await differing(ends.previous, ends.revision);
  expect(between.map(({ path }) => path).sort()).toEqual(different);
  const expected = [];
  for (const { id, through } of range.commits) {
    const each = await Promise.all(through.map((parent) => differing(parent, id)));
    const paths = (each[0] ?? []).filter((path) => each.every((some) => some.includes(path)));
    const mainline = through.length === 1 ? through[0] : null;
    if (paths.some((path) => different.includes(path))) expected.push({ commit: id, mainline, paths });
  }
  expect(
    changes.map(({ commit, mainline, paths }) => ({
      commit,
      mainline,
      paths: paths.map(({ path }) => path),
    })),
  ).toEqual(expected);
}
