import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Sha } from '@backout/incident';
import { createRepository, type Repository } from '@backout/world/repository';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readChanges, touching } from './changes.ts';
import { openGit } from './git.ts';
import { readRange } from './range.ts';
import { type Drawn, writeHistory } from './testing/history.ts';

let folder: string;
let repository: Repository;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'changes-'));
  repository = await createRepository(join(folder, 'r.git'));
});
afterAll(() => rm(folder, { recursive: true }));

const open = () => openGit({ url: `file://${repository.directory}`, token: null, scratch: folder });

/** What changed between `previous` and `revision` of a history: commits by name, each with its paths. */
async function changed(history: Record<string, Drawn>, paths: readonly string[] = ['.']) {
  const ids = await writeHistory(repository, history);
  const nameOf = (id: Sha | null) => Object.keys(ids).find((name) => ids[name] === id) ?? null;
  await using git = await open();
  const range = await readRange(git, ids.previous as Sha, ids.revision as Sha);
  const { between, changes } = await readChanges(git, range, paths);
  return {
    between: between.map(({ path }) => path),
    changes: changes.map(
      (change) =>
        `${nameOf(change.commit)} on ${nameOf(change.mainline)}: ${change.paths.map(({ path }) => path)}`,
    ),
  };
}

const on = (parents: string, files: string, more: Partial<Drawn> = {}): Drawn => ({
  parents: parents.split(' ').filter(Boolean),
  // `a1 b2`: a holds 1, b holds 2.
  files: Object.fromEntries(files.split(' ').map((file) => [file.slice(0, -1), file.slice(-1)])),
  ...more,
});

describe('the commits that changed something since the last deployment', () => {
  test.each<[string, Record<string, Drawn>, string[]]>([
    [
      'are each its own in a line',
      { previous: on('', 'a1 b1'), one: on('previous', 'a2 b1'), revision: on('one', 'a2 b2') },
      ['revision on one: b', 'one on previous: a'],
    ],
    [
      'are one for a branch from before it: against the line it was merged into',
      {
        fork: on('', 'a1 b1'),
        previous: on('fork', 'a2 b1'),
        side: on('fork', 'a1 b2'),
        more: on('side', 'a1 b3'),
        revision: on('previous more', 'a2 b3'),
      },
      ['revision on previous: b'],
    ],
    [
      'are those of the branch itself where it began after it',
      {
        previous: on('', 'a1 b1 c1'),
        side: on('previous', 'a1 b2 c1'),
        more: on('side', 'a1 b2 c2'),
        own: on('previous', 'a2 b1 c1'),
        revision: on('own more', 'a2 b2 c2'),
      },
      ['more on side: c', 'side on previous: b', 'own on previous: a'],
    ],
    [
      'are one for a local line that it was merged into: against what was live',
      {
        fork: on('', 'a1 b1'),
        previous: on('fork', 'a2 b1'),
        local: on('fork', 'a1 b2'),
        revision: on('local previous', 'a2 b2'),
      },
      ['revision on previous: b'],
    ],
    [
      'are one for an octopus of branches from before it',
      {
        fork: on('', 'a1 b1 c1'),
        previous: on('fork', 'a2 b1 c1'),
        left: on('fork', 'a1 b2 c1'),
        right: on('fork', 'a1 b1 c2'),
        revision: on('left previous right', 'a2 b2 c2'),
      },
      ['revision on previous: b,c'],
    ],
    [
      'are the merge itself where it holds what neither line has: it has no mainline',
      {
        previous: on('', 'a1 b1'),
        left: on('previous', 'a2 b1'),
        right: on('previous', 'a1 b2'),
        revision: on('left right', 'a3 b2'),
      },
      ['revision on null: a', 'right on previous: b', 'left on previous: a'],
    ],
    [
      'are an octopus of several lines of it without a mainline, where it holds what none of them has',
      {
        previous: on('', 'a1 b1 c1'),
        left: on('previous', 'a2 b1 c1'),
        right: on('previous', 'a1 b2 c1'),
        revision: on('previous left right', 'a2 b2 c2'),
      },
      ['revision on null: c', 'right on previous: b', 'left on previous: a'],
    ],
    [
      'are an octopus on the one line of it that it merges others into, whichever of its parents that is',
      {
        fork: on('', 'a1 b1 c1'),
        previous: on('fork', 'a2 b1 c1'),
        own: on('previous', 'a3 b1 c1'),
        left: on('fork', 'a1 b2 c1'),
        right: on('fork', 'a1 b1 c2'),
        revision: on('left right own', 'a3 b2 c2'),
      },
      ['revision on own: b,c', 'own on previous: a'],
    ],
    [
      'are those of both lines where they cross',
      {
        previous: on('', 'a1 b1'),
        left: on('previous', 'a2 b1'),
        right: on('previous', 'a1 b2'),
        across: on('left right', 'a2 b2'),
        back: on('right left', 'a2 b2'),
        revision: on('across back', 'a2 b2'),
      },
      ['right on previous: b', 'left on previous: a'],
    ],
    [
      'are one for a history of its own that was merged',
      {
        previous: on('', 'a1'),
        root: on('', 'u1'),
        more: on('root', 'u2'),
        revision: on('previous more', 'a1 u2'),
      },
      ['revision on previous: u'],
    ],
    [
      'are told by the graph, whatever the clocks say',
      {
        previous: on('', 'a1', { at: 2_000_000_000 }),
        ahead: on('previous', 'a2', { at: 4_000_000_000 }),
        old: on('ahead', 'a3', { at: 0 }),
        revision: on('old', 'a4', { at: 2_000_000_000 }),
      },
      ['revision on old: a', 'old on ahead: a', 'ahead on previous: a'],
    ],
    [
      'are not those whose work is gone again',
      {
        previous: on('', 'a1 b1'),
        bad: on('previous', 'a2 b1'),
        back: on('bad', 'a1 b1'),
        revision: on('back', 'a1 b2'),
      },
      ['revision on back: b'],
    ],
    [
      'are none where both ends are the same',
      { previous: on('', 'a1'), bad: on('previous', 'a2'), revision: on('bad', 'a1') },
      [],
    ],
  ])('%s', async (_, history, expected) => {
    expect((await changed(history)).changes).toEqual(expected);
  });

  test('are those of the paths, each with all that it changed', async () => {
    const history = {
      previous: on('', 'app/a1 app/b1 application1 x1'),
      other: on('previous', 'app/a1 app/b1 application2 x2'),
      both: on('other', 'app/a2 app/b1 application2 x3'),
      revision: on('both', 'app/a2 app/b1 application2 x4'),
    };
    expect(await changed(history, ['app'])).toEqual({
      between: ['app/a'],
      changes: ['both on other: app/a,x'],
    });
    expect(await changed(history, ['app/b', 'app/nothing'])).toEqual({ between: [], changes: [] });
  });

  test('are told again of fewer paths', () => {
    const change = (path: string) => ({ path, from: null, to: null });
    const of = (commit: string, ...paths: string[]) => {
      const [id, mainline] = [commit as Sha, null];
      return { commit: id, mainline, revertKeys: [], paths: paths.map(change) };
    };
    const changes = {
      between: [change('a'), change('b/c')],
      changes: [of('1', 'a', 'x'), of('2', 'b/c'), of('3', 'b/d')],
    };
    const told = touching(changes, ['b']);
    expect(told.between).toEqual([change('b/c')]);
    expect(told.changes.map(({ commit }) => commit)).toEqual(['2']);
  });
});
