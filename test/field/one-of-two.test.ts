import { rm } from 'node:fs/promises';
import { afterAll, describe, expect, test } from 'vitest';
import * as lib from './lib.ts';

afterAll(() => rm(lib.scratch, { recursive: true, force: true }));

const source = { repoURL: 'https://github.com/acme/gitops.git', path: 'apps/shop', targetRevision: 'main' };
const errors = `{ errors: { ratio: { bad: 'http_requests_total{code=~"5.."}', total: 'http_requests_total' } } }`;
const service = (name: string) =>
  `  ${name}: { argocd: shop, paths: [apps/shop/${name}], signals: ${errors} }\n`;
const policy = `version: 1
mode: act
argocd: https://argocd.example.com
prometheus: https://prometheus.example.com
applications:
${service('checkout')}${service('payments')}`;

const file = (name: string) => `apps/shop/${name}/values.yaml`;

/** One application of Argo CD that renders two services, of which a commit each is synced at once. */
async function deployed(...names: string[]) {
  const repo = await lib.newRepo();
  const standing = { [file('checkout')]: 'a: 1\n', [file('payments')]: 'a: 1\n' };
  const before = await lib.cm(repo, { '.backout.yml': policy, ...standing }, -600);
  const commits: string[] = [];
  for (const name of names) commits.push(await lib.cm(repo, { [file(name)]: 'a: 2\n' }, 280));
  const revision = await repo.tip();
  const history = [lib.hist(0, 0, { revision: before, source }), lib.hist(1, 300, { revision, source })];
  const application = lib.app({ name: 'shop', source, history, sync: { status: 'Synced', revision } });
  return { repo, argocd: lib.argoFor(application, 'shop'), revision, commits };
}

describe('two services of one application in Argo CD', () => {
  test('the one that the sync changed is watched, and its commit is reverted', async () => {
    const { repo, argocd, revision } = await deployed('payments');
    const asked = { repo, argocd, revision, application: 'argocd/shop', push: true };
    expect(await lib.chain(asked)).toMatchObject({
      ...{ changes: [revision], touched: 1, culprit: revision, rung: 'revert', refusals: [] },
      action: { kind: 'reverted' },
    });
    expect(await repo.git('show', `main:${file('payments')}`)).toBe('a: 1\n');
  });

  test('where it changed both, each is watched by its own name, and the other is left alone', async () => {
    const { repo, argocd, revision, commits } = await deployed('checkout', 'payments');
    const asked = { repo, argocd, revision, application: 'checkout', push: true };
    expect(await lib.chain(asked)).toMatchObject({
      ...{ changes: commits.slice(0, 1), culprit: commits[0], rung: 'revert', refusals: [] },
      action: { kind: 'reverted' },
    });
    expect(await repo.git('show', `main:${file('checkout')}`)).toBe('a: 1\n');
    expect(await repo.git('show', `main:${file('payments')}`)).toBe('a: 2\n');
  });

  test.each(['shop', 'argocd/shop'])(
    'where it changed both, %s alone does not say which',
    async (application) => {
      const { repo, argocd, revision } = await deployed('checkout', 'payments');
      const asked = lib.chain({ repo, argocd, revision, application });
      expect(await lib.attempt(() => asked)).toMatchObject({
        code: 'application-ambiguous',
        message: expect.stringMatching(/backout\/applications: checkout,payments$/),
      });
    },
  );

  test('one of that name in another namespace is neither', async () => {
    const { repo, argocd, revision } = await deployed('checkout');
    const asked = lib.chain({ repo, argocd, revision, application: 'team-b/shop' });
    expect(await lib.attempt(() => asked)).toEqual({
      code: 'not-in-policy',
      message:
        'the policy means "argocd/shop", and this is "team-b/shop"; to have it watched, name it in the policy with its namespace, argocd: team-b/shop',
    });
  });
});
