import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Sha } from '@backout/incident';
import { createRepository, type Repository } from '@backout/world/repository';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readAdvertisement } from './advertisement.ts';
import { type Change, readChanges } from './changes.ts';
import { readFileAt } from './file.ts';
import { type Git, openGit } from './git.ts';
import { readImageChanges } from './images.ts';
import { readRange } from './range.ts';
import { sameAt } from './same-at.ts';

let folder: string;
let repository: Repository;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'range-'));
  repository = await createRepository(join(folder, 'r.git'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function open(): Promise<Git> {
  return openGit({ url: `file://${repository.directory}`, token: null, scratch: folder });
}

async function changesBetween(git: Git, previous: Sha, revision: Sha): Promise<readonly Change[]> {
  return (await readChanges(git, await readRange(git, previous, revision), ['.'])).changes;
}

const deployment = (image: string, annotation = '') => `apiVersion: apps/v1
kind: Deployment
spec:
  template:
    metadata: { annotations: { ${annotation} } }
    spec:
      containers:
        - { name: app, image: ${image} }
`;

describe('the range of a deployment', () => {
  test('holds the commits after the previous revision, newest first, and those of a branch that was merged', async () => {
    const previous = await repository.commit({ files: { a: '1' } });
    const side = await repository.commit({ branch: 'side', from: previous, files: { b: '1' } });
    const second = await repository.commit({ branch: 'side', files: { b: '2' } });
    const own = await repository.commit({ files: { c: '1' }, message: 'c\n\nBackout-Key: 123abc\n' });
    const merge = await repository.commit({ files: { b: '2' }, merges: second });
    await using git = await open();
    const range = await changesBetween(git, previous, merge);
    expect(range.map(({ commit }) => commit)).toEqual([second, side, own]);
    expect(range.map(({ paths }) => paths.map(({ path }) => path))).toEqual([['b'], ['b'], ['c']]);
    expect(range.map(({ revertKeys }) => revertKeys)).toEqual([[], [], ['123abc']]);
  });

  test('of hundreds of commits is fetched as deep as it is', async () => {
    const previous = await repository.tip();
    for (let index = 0; index < 80; index++) await repository.commit({ files: { n: String(index) } });
    await using git = await open();
    expect(await changesBetween(git, previous, await repository.tip())).toHaveLength(80);
  });

  test('keeps paths with spaces, quotes and umlauts, and a message cannot pose as a path', async () => {
    const previous = await repository.tip();
    const tip = await repository.commit({
      files: { 'a b': '1', 'e"q': '1', ü: '1' },
      message: ':100644 100644 0000000 1111111 M\n\nBackout-Key: x\nBackout-Key: y\n',
    });
    await using git = await open();
    const [change] = await changesBetween(git, previous, tip);
    expect(change?.paths.map(({ path }) => path)).toEqual(['a b', 'e"q', 'ü']);
    expect(change?.revertKeys).toEqual(['x', 'y']);
  });

  test.each([
    ['a revision that does not exist', async () => ['1'.repeat(40) as Sha, await repository.tip()] as const],
    [
      'a previous revision that does not exist',
      async () => [await repository.tip(), '1'.repeat(40) as Sha] as const,
    ],
    [
      'a previous revision of another branch',
      async () => {
        const other = await repository.commit({ branch: 'other', files: { z: '1' } });
        return [await repository.tip(), other] as const;
      },
    ],
  ])('%s is revision-unknown', async (_, pick) => {
    const [revision, previous] = await pick();
    await using git = await open();
    await expect(readRange(git, previous, revision)).rejects.toMatchObject({ code: 'revision-unknown' });
  });

  test('tells whether paths are the same at two commits, whatever their names mean as patterns', async () => {
    const before = await repository.commit({ files: { 'x/a': '1', 'y[1]/a': '1' } });
    const after = await repository.commit({ files: { 'x/a': '2' } });
    await using git = await open();
    await readRange(git, before, after);
    expect(await sameAt(git, before, after, ['y[1]'])).toBe(true);
    expect(await sameAt(git, before, after, ['x', 'y[1]'])).toBe(false);
  });
});

describe('what a deployment changes', () => {
  test('is read from the manifests: images with tag, digest and the commit they were built from', async () => {
    const previous = await repository.commit({
      files: {
        'app/deployment.yaml': deployment('registry:5000/team/app:sha-0123456789ab'),
        'app/kustomization.yaml': 'images:\n- { name: registry/other, newTag: "1.41.0" }\n',
        'app/values.yaml': 'image: { repository: registry/helm, tag: "1" }\n',
        'app/template.yaml': '{{ not yaml\n',
      },
    });
    const tip = await repository.commit({
      files: {
        'app/deployment.yaml': deployment(
          'registry:5000/team/app@sha256:91c2',
          `org.opencontainers.image.revision: ${'c'.repeat(40)}`,
        ),
        'app/kustomization.yaml': 'images:\n- { name: registry/other, newTag: "1.42.0" }\n',
        'app/values.yaml': 'image: { repository: registry/helm, tag: "2" }\n',
        'app/template.yaml': '{{ still not\n',
      },
    });
    await using git = await open();
    const [change] = await changesBetween(git, previous, tip);
    expect((await readImageChanges(git, change?.paths ?? [], 'app')).images).toEqual([
      {
        name: 'registry/helm',
        from: { tag: '1', digest: null, revision: null },
        to: { tag: '2', digest: null, revision: null },
      },
      {
        name: 'registry/other',
        from: { tag: '1.41.0', digest: null, revision: null },
        to: { tag: '1.42.0', digest: null, revision: null },
      },
      {
        name: 'registry:5000/team/app',
        from: { tag: 'sha-0123456789ab', digest: null, revision: '0123456789ab' },
        to: { tag: null, digest: 'sha256:91c2', revision: 'c'.repeat(40) },
      },
    ]);
  });

  test('a file of a commit is read with its blob, and what is no regular file is not', async () => {
    const previous = await repository.tip();
    const tip = await repository.commit({
      files: { '.backout.yml': 'version: 1\n', link: { mode: '120000', content: 'x' } },
    });
    await using git = await open();
    await readRange(git, previous, tip);
    expect((await readFileAt(git, tip, '.backout.yml'))?.text).toBe('version: 1\n');
    expect(await readFileAt(git, tip, 'link')).toBeNull();
    expect(await readFileAt(git, tip, 'nothing')).toBeNull();
  });
});

describe('the advertisement', () => {
  test('shows tip, default branch and our refs together', async () => {
    const tip = await repository.tip();
    await repository.git('update-ref', 'refs/backout/stop', tip);
    await using git = await open();
    const remote = await readAdvertisement(git, null);
    expect(remote).toMatchObject({ branch: 'main', tip, head: tip, isDefault: true });
    expect([...remote.refs]).toEqual([['refs/backout/stop', tip]]);
    expect(await readAdvertisement(git, 'side')).toMatchObject({
      branch: 'side',
      isDefault: false,
      head: tip,
    });
  });

  test('without the branch says nothing', async () => {
    await using git = await open();
    await expect(readAdvertisement(git, 'gone')).rejects.toMatchObject({ code: 'repository-unreadable' });
  });
});
