import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SourceAt } from '@backout/argocd';
import { sourceOf } from '@backout/argocd/testing';
import { openGit, readRange } from '@backout/gitops';
import { createRepository, type FileContent, type Repository } from '@backout/world/repository';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { changedOutside } from './rendered-outside.ts';

let folder: string;
let repository: Repository;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rendered-outside-'));
  repository = await createRepository(join(folder, 'r.git'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

type Files = Readonly<Record<string, FileContent>>;

/** What is told of a change of `changed`, where the policy lists `apps/checkout`, and `apps/payments` for another. */
async function told(
  standing: Files,
  changed: readonly string[],
  sources: readonly SourceAt[] = [],
  generatePaths: readonly string[] = [],
) {
  const previous = await repository.commit({ files: standing });
  const files = Object.fromEntries(changed.map((path, at) => [path, `changed: ${at} ${Math.random()}\n`]));
  const revision = await repository.commit({ files });
  await using git = await openGit({ url: `file://${repository.directory}`, token: null, scratch: folder });
  const range = await readRange(git, previous, revision);
  const stated = { generatePaths, elsewhere: ['apps/payments'] };
  return await changedOutside(git, { paths: ['apps/checkout'], sources, range, ...stated });
}

const base = 'resources: [../../base]\n';

test('a shared base that changed is told', async () => {
  const standing = {
    'apps/checkout/kustomization.yaml': base,
    'base/kustomization.yaml': 'resources: [deployment.yaml]\n',
    'base/deployment.yaml': 'a: 1\n',
  };
  expect(await told(standing, ['base/deployment.yaml', 'elsewhere/a.yaml'])).toEqual([
    'base/deployment.yaml',
  ]);
  expect(await told({}, ['elsewhere/a.yaml'])).toEqual([]);
  expect(await told({}, ['apps/checkout/deployment.yaml'])).toEqual([]);
});

test('what stands behind a link is told', async () => {
  const link = { mode: '120000', content: '../../shared/values.yaml' } as const;
  const standing = { 'apps/checkout/values.yaml': link, 'shared/values.yaml': 'a: 1\n' };
  expect(await told(standing, ['shared/values.yaml'])).toEqual(['shared/values.yaml']);
});

test("what Argo CD renders is told, though no path lists it: the source's folder, and the values that it names", async () => {
  const chart = {
    ...sourceOf({ helm: { valueFiles: ['../values/eu.yaml', '/global.yaml'] } }),
    path: 'charts/web',
  };
  const files = ['charts/web/a.yaml', 'charts/values/eu.yaml', 'global.yaml', 'charts/other/a.yaml'];
  expect(await told({}, files, [chart])).toEqual([
    'charts/values/eu.yaml',
    'charts/web/a.yaml',
    'global.yaml',
  ]);
});

test('values that another source takes from ours are told, and its own are not', async () => {
  const elsewhere = {
    ...{ ...sourceOf(), repoURL: 'https://github.com/acme/charts', path: 'charts/web', ours: false },
    parameters: {
      helm: {
        valueFiles: ['$values/env/eu.yaml', '$others/env/us.yaml', 'env/own.yaml', 'https://a/env/b.yaml'],
      },
    },
  };
  const values = { ...sourceOf(), path: null, ref: 'values' };
  const files = ['env/eu.yaml', 'env/us.yaml', 'env/own.yaml', 'charts/web/a.yaml'];
  expect(await told({}, files, [elsewhere, values])).toEqual(['env/eu.yaml']);
});

test('what its team has told Argo CD that it renders from is told, and what is of another application is not', async () => {
  const files = [
    'shared/a.yaml',
    'env/prod-eu.yaml',
    'env/test.yaml',
    'apps/payments/a.yaml',
    'other/a.yaml',
  ];
  const found = await told({}, ['apps/checkout/a.yaml', ...files], [], ['shared', 'env/prod-*.yaml', 'apps']);
  expect(found).toEqual(['env/prod-eu.yaml', 'shared/a.yaml']);
});

test('of very many some are told', async () => {
  const many = Array.from({ length: 12 }, (_, index) => `wide/${index}.yaml`);
  expect(await told({}, many, [{ ...sourceOf(), path: 'wide' }])).toHaveLength(10);
});
