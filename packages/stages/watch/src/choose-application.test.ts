import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { minute, sourceOf, synced } from '@backout/argocd/testing';
import { openGit, readAdvertisement, readRange } from '@backout/gitops';
import type { Repository as Name, OtherChange, Sha } from '@backout/incident';
import { readPolicyAt } from '@backout/preflight';
import { createRepository, type Repository } from '@backout/world/repository';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { chooseApplication } from './choose-application.ts';
import type { Request } from './request.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'choose-application-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

let repository: Repository;
let previous: Sha;
let repositories = 0;
beforeEach(async () => {
  repository = await createRepository(join(folder, `${repositories++}.git`));
  previous = await repository.commit({
    files: {
      ...policy('checkout', 'payments'),
      'apps/shop/checkout/kustomization.yaml': 'resources: [../../../base]\n',
      'base/kustomization.yaml': 'resources: []\n',
    },
  });
});

/** A policy whose applications are one in Argo CD. */
const policy = (...names: string[]) => ({
  '.backout.yml': `version: 1
prometheus: http://localhost
applications:
${names.map(ofShop).join('\n')}
`,
});

function ofShop(name: string): string {
  return `  ${name}: { argocd: shop, paths: [apps/shop/${name}], signals: { errors: { ratio: { bad: b, total: t } } } }`;
}

const request = (application: string): Request => ({
  repository: 'acme/gitops' as Name,
  application,
  revision: null,
  previousRevision: null,
  branch: null,
  policyPath: '.backout.yml',
  trigger: 'argocd-notification',
});

let log: string[] = [];

/** Which application is watched after a deployment of the branch's tip. */
async function chosen(asked: string, others: readonly OtherChange[] = []): Promise<string> {
  await using git = await openGit({ url: `file://${repository.directory}`, token: null, scratch: folder });
  const remote = await readAdvertisement(git, null);
  const revision = remote.tip;
  const range = await readRange(git, previous, revision, [remote.head]);
  const newest = await readPolicyAt(git, remote.head, request(asked));
  const sources = [{ ...sourceOf(), path: 'apps/shop' }];
  const syncs = [synced({ id: 1, revision, startedAt: minute(0), finishedAt: minute(0), sources })];
  log = [];
  const { base } = await chooseApplication(git, newest, {
    ...{ request: request(asked), remote, range, sync: { others, syncs, application: null } },
    log: (line) => log.push(line),
  });
  return base.application.name;
}

const change = (...names: string[]) =>
  repository.commit({
    files: Object.fromEntries(names.map((name) => [`apps/shop/${name}/a.yaml`, 'a: 2\n'])),
  });

test.each(['checkout', 'payments'])('the one that the deployment changes is watched: %s', async (name) => {
  await change(name);
  expect(await chosen('argocd/shop')).toBe(name);
});

test('the one that is asked for by its own name is watched, whatever else is changed', async () => {
  await change('checkout', 'payments');
  expect(await chosen('payments')).toBe('payments');
});

test('where none is changed it is the first that nothing changed of', async () => {
  await repository.commit({ files: { 'README.md': 'a' } });
  expect(await chosen('argocd/shop')).toBe('checkout');
});

const ambiguous = {
  code: 'application-ambiguous',
  message:
    'checkout and payments of the policy are one application in Argo CD, shop, and this deployment changes them all; to have each watched, annotate it there with backout/applications: checkout,payments',
};

test('where both are changed nobody is left unwatched in silence', async () => {
  await change('checkout');
  await change('payments');
  await expect(chosen('argocd/shop')).rejects.toMatchObject(ambiguous);
  await expect(chosen('shop')).rejects.toMatchObject(ambiguous);
});

test('what no commit did may be the doing of either', async () => {
  await change('checkout');
  const parameter = { kind: 'parameters', source: 'apps/shop', field: 'helm', from: 'a', to: 'b' } as const;
  await expect(chosen('argocd/shop', [parameter])).rejects.toMatchObject(ambiguous);
});

test('what they share is not told apart', async () => {
  await repository.commit({
    files: { 'base/kustomization.yaml': 'resources: [a.yaml]\n', 'base/a.yaml': 'a: 1' },
  });
  await expect(chosen('argocd/shop')).rejects.toMatchObject(ambiguous);
});

const files = (...names: string[]) =>
  Object.fromEntries(names.map((name) => [`apps/shop/${name}/b.yaml`, 'a: 3']));

test('one that comes into the policy with the deployment is named, and keeps none from being watched', async () => {
  await repository.commit({
    files: { ...policy('checkout', 'payments', 'search'), ...files('checkout', 'search') },
  });
  expect(await chosen('argocd/shop')).toBe('checkout');
  expect(log).toEqual(['search is not in the policy before this deployment']);
});

test('what the policy makes two of with the deployment is watched as the one that it was', async () => {
  previous = await repository.commit({ files: policy('checkout') });
  await repository.commit({ files: { ...policy('checkout', 'search'), ...files('checkout', 'search') } });
  expect(await chosen('argocd/shop')).toBe('checkout');
});
