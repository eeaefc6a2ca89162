import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Sha } from '@backout/incident';
import { createRepository, type Repository } from '@backout/world/repository';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { readAdvertisement } from './advertisement.ts';
import { readDiffs } from './diffs.ts';
import { readFileAt } from './file.ts';
import { type Git, openGit } from './git.ts';
import { readGraph } from './graph.ts';
import { planInverse } from './inverse.ts';
import { objectId } from './object-id.ts';
import { changedBetween } from './returned/changed-between.ts';
import { type CutGit, concludedFromPrefixes, cuttable } from './testing/cut-answers.ts';
import { terminated } from './whole.ts';

let folder: string;
let repository: Repository;
let [first, second, third]: Sha[] = [];
let [firstTree, secondTree, thirdTree]: Sha[] = [];
let realGit: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'whole-'));
  repository = await createRepository(join(folder, 'r.git'));
  first = await repository.commit({ files: { a: 'one\n', b: 'one\n' } });
  second = await repository.commit({ files: { a: 'two\n', b: 'two\n', 'c d': 'two\n' } });
  third = await repository.commit({ files: { a: 'three\n', b: 'three\n' } });
  const trees = await repository.git('rev-parse', `${first}^{tree}`, `${second}^{tree}`, `${third}^{tree}`);
  [firstTree, secondTree, thirdTree] = trees.trimEnd().split('\n') as Sha[];
  realGit = join((await repository.git('--exec-path')).trim(), 'git');
  for (const name of ['incidents/i', 'reverts/k', 'stop']) {
    await repository.git('update-ref', `refs/backout/${name}`, third);
  }
});
afterAll(() => rm(folder, { recursive: true }));

const at = (id: Sha | undefined) => id as Sha;
const change = (commit: Sha | undefined, mainline: Sha | undefined) => {
  return { commit: at(commit), mainline: at(mainline), paths: [] };
};
const open = () => openGit({ url: `file://${repository.directory}`, token: null, scratch: folder });

describe('an answer of git without its end is refused, wherever it ends', () => {
  let git: CutGit;
  beforeEach(async () => {
    git = cuttable(await open());
    await git.run('fetch', '--quiet', '--depth=3', 'origin', at(third));
  });
  afterEach(() => git[Symbol.asyncDispose]());

  test.each<[string, string, (git: Git) => Promise<unknown>]>([
    ['the refs of the remote', 'ls-remote', (git) => readAdvertisement(git, null)],
    ['the refs beside a branch', 'ls-remote', (git) => readAdvertisement(git, 'main')],
    ['the graph', 'rev-list', (git) => readGraph(git, [at(third), at(first)])],
    [
      'what is different between trees',
      'diff-tree',
      (git) =>
        readDiffs(git, [
          { from: at(firstTree), to: at(secondTree) },
          { from: at(secondTree), to: at(secondTree) },
          { from: at(secondTree), to: at(thirdTree) },
        ]),
    ],
    [
      'that nothing is different',
      'diff-tree',
      (git) => readDiffs(git, [{ from: at(thirdTree), to: at(thirdTree) }]),
    ],
    [
      'what is different below paths',
      'diff-tree',
      (git) => changedBetween(git, at(first), at(second), ['a', 'c d']),
    ],
    ['the tree of a merge', 'merge-tree', (git) => planInverse(git, at(third), change(third, second))],
    ['the paths of an inverse', 'diff-tree', (git) => planInverse(git, at(third), change(third, second))],
  ])('%s', async (_, command, read) => {
    expect(await concludedFromPrefixes(git, command, read)).toEqual(new Set(['repository-unreadable']));
  });

  test('but for the words beside a conflict, which are not read', async () => {
    const whole = { kind: 'conflict', paths: ['a', 'b'] };
    const read = (git: Git) => planInverse(git, at(third), change(second, first));
    expect(await concludedFromPrefixes(git, 'merge-tree', read)).toEqual(
      new Set(['repository-unreadable', JSON.stringify(whole)]),
    );
  });

  test('and one that ends with an exit code is none, but for what only we can have asked wrongly', async () => {
    const unreadable = {
      code: 'repository-unreadable',
      message: expect.stringContaining('git rev-list ended with 128: fatal: '),
    };
    await using real = await open();
    await expect(real.read('rev-list', 'nothing')).rejects.toMatchObject(unreadable);
    await expect(real.read('diff-tree', '--nothing')).rejects.not.toHaveProperty('code');
  });

  test('and a file that is not there is none', async () => {
    expect(await readFileAt(git, at(second), 'nothing')).toBeNull();
  });
});

describe('the content of a file', () => {
  afterEach(() => vi.unstubAllEnvs());

  /** A git on the path that prints no more than so many bytes of what it has to say, and ends well. */
  async function cuttableGit() {
    const bin = join(folder, 'bin');
    await mkdir(bin, { recursive: true });
    const [limit, output] = [join(bin, 'limit'), join(bin, 'output')];
    const script = `#!/bin/sh
[ -e "${limit}" ] || exec ${realGit} "$@"
read asked
echo "$asked" | ${realGit} "$@" > "${output}" || exit
head -c "$(cat "${limit}")" "${output}"
`;
    await writeFile(join(bin, 'git'), script, { mode: 0o755 });
    vi.stubEnv('PATH', `${bin}:/usr/bin:/bin`);
    return { cutTo: (bytes: number) => writeFile(limit, `${bytes}`), restore: () => rm(limit) };
  }

  test.each(['', 'text\n', '\0\uFEFFcafé\r\n'])('is read as it is: %j', async (content) => {
    const commit = await repository.commit({ branch: 'contents', files: { content } });
    await using git = await open();
    await git.run('fetch', '--quiet', '--depth=1', 'origin', commit);
    expect((await readFileAt(git, commit, 'content'))?.text).toBe(content);
  });

  test.each<['blob' | 'commit' | 'tree', string]>([
    ['blob', ':c d'],
    ['tree', '^{tree}'],
    ['commit', '^{commit}'],
  ])('or of another %s is refused where it is not what its id stands for', async (type, name) => {
    const id = (await repository.git('rev-parse', `${second}${name}`)).trim() as Sha;
    const size = Number(await repository.git('cat-file', '-s', id));
    const { cutTo, restore } = await cuttableGit();
    await using git = await open();
    await git.run('fetch', '--quiet', '--depth=1', 'origin', at(second));
    const printed = `${id} ${type} ${size}\n`.length + size;
    for (let bytes = 0; bytes <= printed; bytes += type === 'blob' ? 1 : 29) {
      await cutTo(bytes);
      await expect(git.object(type, id)).rejects.toMatchObject({ code: 'repository-unreadable' });
    }
    await restore();
    expect(objectId(type, await git.object(type, id), id)).toBe(id);
  });

  test('is refused where another one stands for it', async () => {
    const id = (await repository.git('rev-parse', `${second}:c d`)).trim() as Sha;
    await cuttableGit();
    const script = '#!/bin/sh\nread id; printf "$id blob 4\\nTWO\\n\\n"; read id\n';
    await using git = await open();
    await writeFile(join(folder, 'bin/git'), script, { mode: 0o755 });
    await expect(git.object('blob', id)).rejects.toMatchObject({ code: 'repository-unreadable' });
  });
});

test('records are told apart by what ends them, also where one of them is empty', () => {
  expect(terminated('', '\0', 'log')).toEqual([]);
  expect(terminated('\0', '\0', 'log')).toEqual(['']);
  expect(terminated('a\0\0b\0', '\0', 'log')).toEqual(['a', '', 'b']);
  expect(() => terminated('a\0b', '\0', 'log')).toThrow("git's answer to log was cut short");
});
