import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Sha } from '@backout/incident';
import { createRepository, type Repository } from '@backout/world/repository';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readChanges } from './changes.ts';
import { descend } from './descent.ts';
import { readDistantGraph } from './distant.ts';
import { type Git, openGit } from './git.ts';
import { contains, findRange, readRange, readRangeAndSince, readRanges } from './range.ts';
import { concludedFromPrefixes, cuttable } from './testing/cut-answers.ts';
import { type Drawn, writeHistory } from './testing/history.ts';

const length = 200;
/** A line of 200 commits, `c0` to `c199`; every commit changes `other/n`, and a few of them the application. */
const application: Readonly<Record<number, Record<string, string>>> = {
  0: { 'apps/web/values': '1', 'apps/web/deep/er/file': '1', 'apps/gone/file': '1' },
  50: { 'apps/web/values': '2', 'apps/web/deep/er/file': '1', 'apps/gone/file': '1' },
  90: { 'apps/web/values': '2', 'apps/web/deep/er/file': '2' },
  100: { 'apps/web/values': '3', 'apps/web/deep/er/file': '2' },
  110: { 'apps/web/values': '2', 'apps/web/deep/er/file': '2' },
  120: { 'apps/web/values': '2', 'apps/web/deep/er/file': '2', 'apps/new/folder/file': '1' },
};

let folder: string;
let repository: Repository;
let ids: Record<string, Sha>;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'distant-'));
  repository = await createRepository(join(folder, 'r.git'));
  const history: Record<string, Drawn> = {};
  let files = {};
  for (let n = 0; n < length; n++) {
    files = application[n] ?? files;
    const message = n === 150 ? 'c150\n\nBackout-Key: abc\nBackout-Key: def' : `c${n}`;
    history[`c${n}`] = {
      parents: n === 0 ? [] : [`c${n - 1}`],
      files: { ...files, 'other/n': `${n}` },
      message,
    };
  }
  const last = { ...files, 'other/n': '199' };
  history.side = { parents: ['c100'], files: { ...application[100], 'other/n': '100', side: '1' } };
  history.merge = { parents: ['c199', 'side'], files: { ...last, side: '1' } };
  history.lone = { parents: [], files: { x: '1' } };
  history.tip = { parents: ['merge'], files: last };
  ids = await writeHistory(repository, history);
});
afterAll(() => rm(folder, { recursive: true }));

const at = (name: string) => ids[name] as Sha;
const nameOf = (id: Sha) => Object.keys(ids).find((name) => ids[name] === id);

/** A git that counts what it asks the remote for. */
async function counting(): Promise<Git & { readonly fetches: string[] }> {
  const git = await openGit({ url: `file://${repository.directory}`, token: null, scratch: folder });
  const fetches: string[] = [];
  const note = (args: readonly string[]) => {
    if (args[0] === 'fetch') fetches.push(args.find((arg) => /^--(?:depth|filter)/.test(arg)) ?? '');
  };
  return {
    ...git,
    fetches,
    run: (...args) => {
      note(args);
      return git.run(...args);
    },
    another: () => {
      fetches.push('graph');
      return git.another();
    },
  };
}

describe('a range of hundreds of commits', () => {
  async function changed(previous: string, revision: string, ...paths: string[]) {
    await using git = await counting();
    const range = await readRange(git, at(previous), at(revision));
    const { changes } = await readChanges(git, range, paths);
    return {
      changes: changes.map(({ commit }) => nameOf(commit)),
      fetches: git.fetches,
      commits: range.commits.length,
    };
  }

  test('is read in one request of its own, and trees where its ends differ', async () => {
    const { changes, fetches, commits } = await changed('c10', 'c199', 'apps/web');
    expect(commits).toBe(189);
    expect(changes).toEqual(['c110', 'c100', 'c90', 'c50']);
    // The ends, the graph, five folders on the way to a file, and the commits that were found.
    expect(fetches).toEqual(['--depth=16', 'graph', ...Array(5).fill('--filter=tree:0'), '--depth=1']);
  });

  test.each([
    ['a file that is as it was', 'c60', ['apps/web/values'], []],
    ['a folder that is gone', 'c10', ['apps/gone'], ['c90']],
    ['a folder that is new', 'c10', ['apps/new/folder'], ['c120']],
    ['what never was', 'c10', ['apps/nothing'], []],
  ])('tells of %s', async (_, previous, paths, expected) => {
    expect((await changed(previous, 'c199', ...paths)).changes).toEqual(expected);
  });

  test('asks for no trees where the ends are the same', async () => {
    expect((await changed('c60', 'c199', 'apps/web/values')).fetches).toEqual(['--depth=16', 'graph']);
  });

  test('knows the trailers of its commits', async () => {
    await using git = await counting();
    const range = await readRange(git, at('c10'), at('c199'));
    const keys = range.commits.filter(({ revertKeys }) => revertKeys.length > 0);
    expect(keys.map(({ id, revertKeys }) => [nameOf(id), revertKeys])).toEqual([['c150', ['abc', 'def']]]);
  });

  test('is of no use where it is longer than anybody could look through', async () => {
    await using git = await counting();
    const ends = { previous: at('c10'), revision: at('c199') };
    await readRange(git, at('c150'), at('c199'), [ends.previous]);
    expect(await readDistantGraph(git, ends, 100)).toBe('too-many');
    const graph = await readDistantGraph(git, ends, 189);
    expect(graph !== 'too-many' && descend(graph, ends)).toHaveProperty('commits.length', 189);
  });

  test('says so, and not that there is none, where it is that long', async () => {
    const count = 25_001;
    const line = Array.from(
      { length: count },
      (_, n) => `commit refs/heads/long\ncommitter d <d@e> ${n} +0000\ndata 0\n`,
    );
    const from = `reset refs/heads/long\nfrom ${at('tip')}\n\n`;
    await repository.import(`${from}${line.join('')}done\n`);
    const ends = { previous: at('tip'), revision: await repository.tip('long') };
    await using git = await counting();
    expect(await findRange(git, ends)).toBe('too-far');
    const message = `there are more than 25000 commits since ${ends.previous.slice(0, 12)}`;
    const refused = { code: 'revision-unknown', message: expect.stringContaining(message) };
    await expect(readRange(git, ends.previous, ends.revision)).rejects.toMatchObject(refused);
  });

  test('is refused where any answer lacks its end', async () => {
    await using git = await counting();
    await readRange(git, at('c195'), at('c199'));
    await using graph = await git.another();
    const cut = cuttable({ ...graph, [Symbol.asyncDispose]: async () => {} });
    const read = () =>
      readDistantGraph({ ...git, another: async () => cut }, { previous: at('c195'), revision: at('c199') });
    for (const command of ['cat-file', 'rev-list']) {
      expect(await concludedFromPrefixes(cut, command, read)).toEqual(new Set(['repository-unreadable']));
    }
    const counted = await concludedFromPrefixes(cut, 'count-objects', async () => {
      const graph = await read();
      return graph === 'too-many' ? graph : graph.commits.size;
    });
    expect(counted).toEqual(new Set(['repository-unreadable', '4']));
  });
});

describe('a branch that was forked long before', () => {
  test('costs a request more, and none for trees', async () => {
    await using git = await counting();
    const range = await readRange(git, at('c190'), at('tip'));
    const { changes } = await readChanges(git, range, ['.']);
    expect(changes.map(({ commit }) => nameOf(commit))).toEqual([
      'c199',
      'c198',
      'c197',
      'c196',
      'c195',
      'c194',
      'c193',
      'c192',
      'c191',
    ]);
    expect(range.commits).toHaveLength(11);
    expect(git.fetches).toEqual(['--depth=16', 'graph']);
  });
});

test('the ranges between several ends come from one request where they are near', async () => {
  await using git = await counting();
  const [before, since] = await readRanges(git, [
    { previous: at('c150'), revision: at('c160') },
    { previous: at('c160'), revision: at('c162') },
  ]);
  expect([before.commits.length, since.commits.map(({ id }) => nameOf(id))]).toEqual([10, ['c162', 'c161']]);
  expect(git.fetches).toEqual(['--depth=16']);
});

describe('a range and what the branch has on top of it', () => {
  test.each<[string, string, string, string, string[]]>([
    ['the tip is what went live', 'c150', 'c160', 'c160', ['--depth=16']],
    ['the branch has moved on', 'c159', 'c160', 'c165', ['--depth=1', 'graph']],
    ['several commits went live', 'c150', 'c160', 'c165', ['--depth=1', 'graph']],
    ['the branch has moved on far', 'c1', 'c2', 'c199', ['--depth=1', 'graph', 'graph']],
  ])('are the same as two ranges where %s', async (_, previous, revision, tip, fetches) => {
    await using git = await counting();
    const ends = { previous: at(previous), revision: at(revision) };
    const { range, since } = await readRangeAndSince(git, ends, at(tip));
    expect([...git.fetches].sort()).toEqual(fetches);
    await using other = await counting();
    const [expected, after] = await readRanges(other, [ends, { previous: at(revision), revision: at(tip) }]);
    expect(range.commits).toEqual(expected.commits);
    expect(since.map(({ id }) => id)).toEqual(after.commits.map(({ id }) => id));
    expect(await readChanges(git, range, ['.'])).toEqual(await readChanges(other, expected, ['.']));
  });
});

describe('whether a commit is in the history of another', () => {
  test.each([
    ['c199', 'c199', true],
    ['c199', 'c198', true],
    ['c198', 'c199', false],
    ['c199', 'c3', true],
    ['c3', 'c199', false],
    ['tip', 'side', true],
    ['c199', 'side', false],
    ['tip', 'lone', false],
    ['lone', 'tip', false],
  ])('%s has %s: %s', async (revision, commit, expected) => {
    await using git = await counting();
    expect(await contains(git, at(revision), at(commit))).toBe(expected);
  });

  test('is not known of one that does not exist', async () => {
    await using git = await counting();
    await expect(contains(git, at('tip'), '1'.repeat(40) as Sha)).rejects.toMatchObject({
      code: 'revision-unknown',
    });
  });
});

test.each([
  ['another line', 'tip', 'lone'],
  ['a younger one', 'c3', 'c199'],
])('a range from %s says that it is none', async (_, revision, previous) => {
  await using git = await counting();
  await expect(readRange(git, at(previous), at(revision))).rejects.toMatchObject({
    code: 'revision-unknown',
    message: expect.stringContaining(`is not in the history of ${at(revision).slice(0, 12)}`),
  });
});
