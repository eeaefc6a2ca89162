import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRepository, type FileContent, type Repository } from '@backout/world/repository';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Git, openGit } from './git.ts';
import { readRenderedPaths } from './rendered-paths.ts';
import { allFetched } from './testing/all-fetched.ts';

let folder: string;
let repository: Repository;
let git: Git;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rendered-'));
  repository = await createRepository(join(folder, 'r.git'));
  git = await allFetched(repository, folder);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

type Files = Readonly<Record<string, FileContent>>;
let cases = 0;

/** `path < the file that names it`, of an application in `app`, and what could not be read. */
async function beyond(files: Files, roots: readonly string[] = [], watch = (git: Git): Git => git) {
  const branch = `b${cases++}`;
  const commit = await repository.commit({ branch, files });
  const { paths, unread } = await readRenderedPaths(watch(git), commit, { paths: ['app'], roots });
  const named = paths.map(({ path, namedBy }) => `${path} < ${namedBy ?? 'root'}`).sort();
  return unread.length === 0 ? named : { named, unread };
}

const link = (content: string) => ({ mode: '120000', content }) as const;
const submodule = { mode: '160000', content: '1'.repeat(40) } as const;
const plain = { 'app/a.yaml': 'a: 1', 'other/b.yaml': 'b: 1' };

describe('an application renders from beyond its paths', () => {
  test('not at all, where nothing leads there', async () => {
    expect(await beyond(plain)).toEqual([]);
    expect(
      await beyond({ ...plain, 'app/kustomization.yaml': 'resources: [a.yaml, ./sub, ../app/a.yaml]' }),
    ).toEqual([]);
  });

  test.each([
    ['a link to a file', { 'app/l.yaml': link('../other/b.yaml') }, ['other/b.yaml < app/l.yaml']],
    ['a link to a folder', { 'app/sub/l': link('../../other') }, ['other < app/sub/l']],
    ['a link to the root', { 'app/l': link('..') }, [' < app/l']],
    ['a link to nothing', { 'app/l': link('../gone.yaml') }, ['gone.yaml < app/l']],
    ['a link within', { 'app/l': link('a.yaml') }, []],
    ['a link out of the repository', { 'app/l': link('../../etc/passwd'), 'app/m': link('/etc/passwd') }, []],
    [
      'a chain of links',
      { 'app/l': link('../x/m'), 'x/m': link('../y'), 'y/c.yaml': '' },
      ['x/m < app/l', 'y < x/m'],
    ],
    ['a circle of links', { 'app/l': link('../x/m'), 'x/m': link('../app/l') }, ['x/m < app/l']],
    ['a link to itself', { 'app/l': link('l'), 'app/m': link('../m'), m: link('m') }, ['m < app/m']],
    [
      'a way through a link',
      { 'app/l': link('../x/m/b.yaml'), 'x/m': link('../other') },
      ['other/b.yaml < x/m', 'x/m < app/l'],
    ],
    [
      'a link in what a link leads to',
      { 'app/l': link('../other'), 'other/m': link('../third'), 'third/x': '' },
      ['other < app/l', 'third < other/m'],
    ],
    ['a submodule', { 'app/l': link('../vendor/x/y.yaml'), vendor: submodule }, ['vendor < app/l']],
  ])('by %s', async (_, files, paths) => {
    expect(await beyond({ ...plain, ...files })).toEqual(paths);
  });

  test('by kustomizations one after the other, each of its own folder', async () => {
    expect(
      await beyond({
        'app/kustomization.yml': 'resources: [../overlay]',
        'overlay/Kustomization': 'resources: [../base, a.yaml]',
        'overlay/unrelated/kustomization.yaml': 'resources: [../../third]',
        'base/kustomization.yaml': 'resources: [../overlay, deployment.yaml]',
        'base/deployment.yaml': '',
      }),
    ).toEqual([
      'base/deployment.yaml < base/kustomization.yaml',
      'base/kustomization.yaml < overlay/Kustomization',
      'overlay/Kustomization < app/kustomization.yml',
      'overlay/a.yaml < overlay/Kustomization',
    ]);
  });

  test('by a kustomization that leads through a link', async () => {
    const files = {
      'app/kustomization.yaml': 'resources: [../base]',
      base: link('real'),
      'real/kustomization.yaml': 'resources: [x.yaml]',
    };
    expect(await beyond(files)).toEqual([
      'base < app/kustomization.yaml',
      'real/kustomization.yaml < base',
      'real/x.yaml < real/kustomization.yaml',
    ]);
  });

  test('by dependencies of its charts', async () => {
    const chart = (repository: string) => `name: c\ndependencies: [{ name: d, repository: "${repository}" }]`;
    const files = {
      'app/Chart.yaml': chart('file://../common'),
      'app/charts/sub/requirements.yaml': chart('file://../../../old/'),
      'common/Chart.yaml': chart('file://../lib'),
      'lib/Chart.yaml': chart('https://charts.example'),
    };
    expect(await beyond(files)).toEqual([
      'common < app/Chart.yaml',
      'lib < common/Chart.yaml',
      'old < app/charts/sub/requirements.yaml',
    ]);
  });

  test('from the roots that Argo CD has, and what they lead to', async () => {
    const files = {
      ...plain,
      'env/values.yaml': 'a: 1',
      'real/kustomization.yaml': 'resources: [../third.yaml]',
    };
    expect(await beyond(files, ['env/values.yaml', 'real', 'app/sub', './app'])).toEqual([
      'env/values.yaml < root',
      'real < root',
      'third.yaml < real/kustomization.yaml',
    ]);
  });
});

test('what lies below the root of the repository is all of it', async () => {
  const commit = await repository.commit({ branch: 'all', files: { 'a/l': link('../b'), 'b/x': '' } });
  expect(await readRenderedPaths(git, commit, { paths: ['.'], roots: [] })).toEqual({
    paths: [],
    unread: [],
  });
});

describe('what could not be read is said', () => {
  test.each([
    ['a template', 'resources: [{{ .x }}]'],
    ['a kustomization that is too large', `#${' '.repeat(1_000_000)}`],
  ])('%s', async (_, text) => {
    expect(await beyond({ 'app/kustomization.yaml': text })).toEqual({
      named: [],
      unread: ['app/kustomization.yaml'],
    });
  });

  test('a kustomization that is a link', async () => {
    expect(await beyond({ 'app/kustomization.yaml': link('../k.yaml'), 'k.yaml': 'resources: [x]' })).toEqual(
      {
        named: ['k.yaml < app/kustomization.yaml'],
        unread: ['app/kustomization.yaml'],
      },
    );
  });

  test('kustomizations that are large together', async () => {
    const large = Object.fromEntries(
      [1, 2, 3, 4, 5].map((at) => [
        `app/${at}/kustomization.yaml`,
        `resources: [x]\n#${at}${'x'.repeat(600_000)}`,
      ]),
    );
    expect(await beyond(large)).toEqual({
      named: [],
      unread: ['app/4/kustomization.yaml', 'app/5/kustomization.yaml'],
    });
  });

  test('more than a thousand names, or levels without end', async () => {
    const names = (count: number) =>
      `resources: [${Array.from({ length: count }, (_, at) => `../../x/${at}.yaml`).join(', ')}]`;
    expect(await beyond({ 'app/x/kustomization.yaml': names(1_000) })).toHaveLength(1_000);
    expect(await beyond({ 'app/x/kustomization.yaml': names(1_001) })).toEqual({
      named: [],
      unread: ['app/x/kustomization.yaml'],
    });
    const deep = Object.fromEntries(
      Array.from({ length: 30 }, (_, at) => [`l${at}/kustomization.yaml`, `resources: [../l${at + 1}]`]),
    );
    expect(await beyond({ ...deep, 'app/kustomization.yaml': 'resources: [../l0]' })).toMatchObject({
      unread: ['l18/kustomization.yaml'],
    });
  });

  test('more than a thousand links', async () => {
    const links = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, at) => [`app/l${at}`, link('../other')]));
    expect(await beyond(links(1_000))).toEqual(['other < app/l0']);
    expect(await beyond(links(1_001))).toMatchObject({
      named: [],
      unread: expect.objectContaining({ length: 1_001 }),
    });
  });

  test('a commit that is not there', async () => {
    await using empty = await openGit({
      url: `file://${repository.directory}`,
      token: null,
      scratch: folder,
    });
    const nowhere = '1'.repeat(40) as never;
    expect(await readRenderedPaths(empty, nowhere, { paths: ['app'], roots: ['x'] })).toEqual({
      paths: [],
      unread: ['app', 'x'],
    });
  });
});

describe('hundreds of links', () => {
  const links = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, at) => [`app/l${at}`, link(`../o/ü${at}`)]));

  test('are read in one request, and by no process whose answer could be cut short', async () => {
    const commands: string[] = [];
    const watched = (git: Git): Git => ({
      ...git,
      run: (...args) => {
        commands.push(String(args[0]));
        return git.run(...args);
      },
      read: (...args) => {
        commands.push(String(args[0]));
        return git.read(...args);
      },
    });
    expect(await beyond(links(218), [], watched)).toContain('o/ü217 < app/l217');
    expect(commands).toEqual(['fetch']);
  });
});
