import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Sha } from '@backout/incident';
import { createRepository, type FileContent, type Repository } from '@backout/world/repository';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readDiffs } from './diffs.ts';
import { type Git, openGit } from './git.ts';
import { manifestContents, readKinds } from './kinds.ts';
import { allFetched } from './testing/all-fetched.ts';

let folder: string;
let repository: Repository;
/** To which whatever is committed is local at once: how it is fetched is the test of the range and of the changes. */
let git: Git;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kinds-'));
  repository = await createRepository(join(folder, 'r.git'));
  git = await allFetched(repository, folder);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

type Files = Readonly<Record<string, FileContent>>;
let cases = 0;

/** The kinds of a change in a folder of its own, where `around` stands on both sides. */
async function kindsOf(before: Files, after: Files, around: Files = {}): Promise<string[]> {
  const own = `c${cases++}`;
  const placed = (files: Files) =>
    Object.fromEntries(Object.entries(files).map(([path, content]) => [`${own}/${path}`, content]));
  const gone = Object.fromEntries(Object.keys(before).map((path) => [path, null]));
  const mainline = await repository.commit({ files: placed({ ...around, ...before }) });
  const commit = await repository.commit({ files: placed({ ...gone, ...after }) });
  const trees = await repository.git('rev-parse', `${mainline}^{tree}`, `${commit}^{tree}`);
  const [from, to] = trees.trim().split('\n') as [Sha, Sha];
  const [paths = []] = await readDiffs(git, [{ from, to }]);
  expect(paths).not.toEqual([]);
  return await readKinds(git, { commit, mainline, paths });
}

const resource = (kind: string) => `apiVersion: v1\nkind: ${kind}\nmetadata: { name: a }\n`;

test.each([
  ['before and after', resource('Secret'), resource('ConfigMap'), ['ConfigMap', 'Secret']],
  ['of a file that is new', null, resource('Secret'), ['Secret']],
  ['of a file that is gone', resource('Secret'), null, ['Secret']],
  ['of a file that stays', resource('Job'), `${resource('Job')}spec: {}\n`, ['Job']],
  ['of a file that was emptied', resource('Secret'), '', ['Secret']],
])('the kinds of a change are those %s', async (_, from, to, kinds) => {
  const [before, after] = [from, to].map((text) => (text === null ? {} : { 'a.yaml': text }));
  expect(await kindsOf(before ?? {}, after ?? {})).toEqual(kinds);
});

describe('a file', () => {
  test.each([
    ['a.json', '{"apiVersion":"v1","kind":"Secret"}', ['Secret']],
    ['a.yml', resource('Secret'), ['Secret']],
    ['a.jsonnet', resource('Secret'), ['unknown']],
    ['a.libsonnet', resource('Secret'), ['unknown']],
    ['a.cue', resource('Secret'), ['unknown']],
    ['values.yaml.gotmpl', resource('Secret'), ['unknown']],
    ['_helpers.tpl', resource('Secret'), ['unknown']],
    ['values.yaml', resource('Secret'), ['unknown']],
    ['production-values.yaml', resource('Secret'), ['unknown']],
    ['values.production.yml', resource('Secret'), ['unknown']],
    ['intervalues.yaml', resource('Secret'), ['Secret']],
    ['kustomization.yaml', resource('Kustomization'), ['unknown']],
    ['Kustomization', resource('Kustomization'), ['unknown']],
    ['Chart.yaml', 'apiVersion: v2\nkind: Secret\n', ['unknown']],
    ['settings.env', 'A=1', ['unknown']],
    ['README.md', resource('Secret'), []],
    ['README', resource('Secret'), []],
    ['CHANGELOG.md', resource('Secret'), []],
    ['README.yaml', resource('Secret'), ['Secret']],
  ])('%s has its kinds', async (name, text, kinds) => {
    expect(await kindsOf({}, { [name]: text })).toEqual(kinds);
  });

  test('that is a link or a submodule has kinds that stand elsewhere', async () => {
    const [link, submodule] = [
      { mode: '120000', content: resource('Secret') },
      { mode: '160000', content: '1'.repeat(40) },
    ] as const;
    expect(await kindsOf({}, { 'a.yaml': link })).toEqual(['unknown']);
    expect(await kindsOf({}, { 'a.yaml': submodule })).toEqual(['unknown']);
    expect(
      await kindsOf({ vendor: submodule }, { vendor: { ...submodule, content: '2'.repeat(40) } }),
    ).toEqual(['unknown']);
  });

  test('among the docs has none, unless it is a manifest', async () => {
    const paths = (...names: readonly string[]) => names.map((path) => ({ path, from: null, to: null }));
    expect(manifestContents(paths(...Array.from({ length: 41 }, (_, index) => `docs/${index}.png`)))).toEqual(
      [],
    );
    expect(
      manifestContents(paths(...Array.from({ length: 41 }, (_, index) => `docs/${index}.yaml`))),
    ).toBeNull();
  });
});

describe('below a chart', () => {
  const chart = { 'Chart.yaml': 'apiVersion: v2\nname: a\n' };
  test.each(['templates/a.yaml', 'crds/a.yaml', 'README.md', 'a.yaml'])('%s is rendered', async (path) => {
    expect(await kindsOf({ [path]: '' }, { [path]: resource('ConfigMap') }, chart)).toEqual(['unknown']);
  });

  test('that a change brings or takes away, the kinds of that side are rendered', async () => {
    expect(await kindsOf({ 'a.yaml': resource('Secret') }, { 'a.yaml': resource('Job'), ...chart })).toEqual([
      'Secret',
      'unknown',
    ]);
    expect(await kindsOf({ 'a.yaml': resource('Secret'), ...chart }, { 'a.yaml': resource('Job') })).toEqual([
      'Job',
      'unknown',
    ]);
  });
});

describe('a file that a kustomization names', () => {
  const json6902 = '- { op: replace, path: /spec/resources/requests/storage, value: 20Gi }\n';
  test.each([
    ['as a resource has its kind', 'resources: [x/a.yaml]', resource('Secret'), ['Secret']],
    [
      'as a patch with a target has that of the target',
      'patches: [{ path: ./x/a.yaml, target: { kind: PersistentVolumeClaim } }]',
      json6902,
      ['PersistentVolumeClaim'],
    ],
    [
      'as a patch with a target has not its own',
      'patches: [{ path: x/a.yaml, target: { kind: Secret } }]',
      resource('ConfigMap'),
      ['Secret'],
    ],
    [
      'as a patch without a target has its own',
      'patches: [{ path: x/a.yaml }]',
      resource('Deployment'),
      ['Deployment'],
    ],
    [
      'as a patch by its own target',
      'patchesStrategicMerge: [x/a.yaml]',
      resource('Deployment'),
      ['Deployment'],
    ],
    [
      'as an older patch',
      'patchesJson6902: [{ path: x/a.yaml, target: { kind: Secret, name: a } }]',
      json6902,
      ['Secret'],
    ],
    [
      'as a patch of several kinds',
      'patches: [{ path: x/a.yaml, target: { kind: Secret|ConfigMap } }]',
      json6902,
      ['unknown'],
    ],
    [
      'as a patch of names',
      'patches: [{ path: x/a.yaml, target: { name: a } }]',
      resource('Deployment'),
      ['unknown'],
    ],
    [
      'as a patch that may change the kind',
      'patches: [{ path: x/a.yaml, options: { allowKindChange: true } }]',
      resource('Deployment'),
      ['unknown'],
    ],
    [
      'as two patches has the kinds of both',
      'patches: [{ path: x/a.yaml, target: { kind: Job } }, { path: x/a.yaml, target: { kind: CronJob } }]',
      json6902,
      ['CronJob', 'Job'],
    ],
    ['as a patch without a target, and says no kind', 'patches: [{ path: x/a.yaml }]', json6902, ['unknown']],
    [
      'as the content of a secret',
      'secretGenerator: [{ name: s, files: [key=x/a.yaml] }]',
      resource('ConfigMap'),
      ['unknown'],
    ],
    ['as a transformer', 'transformers: [x]', resource('PrefixTransformer'), ['unknown']],
    ['by its folder', 'generators: [x]', resource('Generator'), ['unknown']],
    ['in a way that cannot be read', 'resources: [{{ .x }}]', resource('Deployment'), ['unknown']],
    [
      'as another file has its kind',
      'secretGenerator: [{ name: s, files: [x/a] }]',
      resource('ConfigMap'),
      ['ConfigMap'],
    ],
  ])('%s', async (_, kustomization, text, kinds) => {
    const around = { 'kustomization.yaml': kustomization };
    expect(await kindsOf({ 'x/a.yaml': '' }, { 'x/a.yaml': text }, around)).toEqual(kinds);
  });

  test('as content is no prose', async () => {
    const around = { Kustomization: 'configMapGenerator: [{ name: s, files: [README.md] }]' };
    expect(await kindsOf({ 'README.md': 'a' }, { 'README.md': 'b' }, around)).toEqual(['unknown']);
  });

  test('through a link to a kustomization may be anything', async () => {
    const around = { 'kustomization.yml': { mode: '120000', content: '../k.yaml' } } as const;
    expect(await kindsOf({ 'a.yaml': '' }, { 'a.yaml': resource('Job') }, around)).toEqual(['unknown']);
  });

  test('where very many have one may be anything', async () => {
    const around = (count: number) =>
      Object.fromEntries(
        Array.from({ length: count }, (_, index) => [
          `${'x/'.repeat(index)}kustomization.yaml`,
          'resources: []',
        ]),
      );
    const file = `${'x/'.repeat(41)}a.yaml`;
    expect(await kindsOf({}, { [file]: resource('Job') }, around(40))).toEqual(['Job']);
    expect(await kindsOf({}, { [file]: resource('Job') }, around(41))).toEqual(['unknown']);
  });
});

test('kinds are unknown in a mass change', async () => {
  const many = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`${index}.yaml`, resource('Job')]));
  expect(await kindsOf({}, many(40))).toEqual(['Job']);
  expect(await kindsOf({}, many(41))).toEqual(['unknown']);
});

test('kinds are unknown of a merge that has no side to go back to', async () => {
  const tip = await repository.commit({ files: { 'a.yaml': resource('Job') } });
  expect(await readKinds(git, { commit: tip, mainline: null, paths: [] })).toEqual(['unknown']);
});

test('kinds are unknown where the commit is not there', async () => {
  await using git = await openGit({ url: `file://${repository.directory}`, token: null, scratch: folder });
  const commit = '1'.repeat(40) as never;
  expect(
    await readKinds(git, { commit, mainline: commit, paths: [{ path: 'a.yaml', from: null, to: commit }] }),
  ).toEqual(['unknown']);
});
