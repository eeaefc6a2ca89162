import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openGit, readAdvertisement, readRange } from '@backout/gitops';
import { type Attributed, type Digest, type Sha, sha256 } from '@backout/incident';
import { readNewestPolicy } from '@backout/preflight';
import { createRepository, type Repository } from '@backout/world/repository';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { workOut } from './claims.ts';
import { incident } from './testing/regression.ts';

const policyOf = (perHour: number) => `version: 1
mode: act
prometheus: https://prometheus.example.com
rollback: { limits: { per_hour: ${perHour} } }
applications:
  checkout:
    argocd: checkout-production
    environment: production
    paths: [apps/checkout, base]
    signals: { errors: { ratio: { bad: b, total: t } } }
  payments:
    paths: [apps/payments]
    signals: { errors: { ratio: { bad: b, total: t } } }
`;
const lax = policyOf(99);
const strict = policyOf(1);

let folder: string;
let repository: Repository;
let repositories = 0;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'claims-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));
beforeEach(async () => {
  repository = await createRepository(join(folder, `${repositories++}.git`));
});

/** What was handed over about a deployment of `bad` onto `good`. */
async function handedOver(good: Sha, bad: Sha, pinned = good, text = strict): Promise<Attributed> {
  const blob = (await repository.git('rev-parse', `${pinned}:.backout.yml`)).trim() as Sha;
  const { deployment } = incident;
  return {
    ...incident,
    deployment: {
      ...deployment,
      ...{ previousRevision: good, revision: bad, changes: [bad], environment: 'production' },
      ...{ application: 'checkout', paths: ['apps/checkout', 'base'] },
      argocd: { ...deployment.argocd, application: 'checkout-production' },
    },
    policy: { ...incident.policy, path: '.backout.yml', commit: pinned, blob, sha256: sha256(text) },
  };
}

async function worked(claimed: Attributed, policyPath = '.backout.yml') {
  await using git = await openGit({ url: `file://${repository.directory}`, token: null, scratch: folder });
  const { previousRevision: previous, revision } = claimed.deployment;
  if (previous === null) throw new Error('there was one before');
  const remote = await readAdvertisement(git, claimed.deployment.branch);
  const range = await readRange(git, previous, revision, [remote.head]);
  const newestPolicy = await readNewestPolicy(git, { path: policyPath }, remote.head);
  return await workOut(git, claimed, { policyPath, remote, newestPolicy, range });
}

const deployed = async (text = strict) => {
  const good = await repository.commit({
    files: { '.backout.yml': text, 'other.yml': lax, 'apps/checkout/a': '1', 'apps/payments/a': '1' },
  });
  const bad = await repository.commit({ files: { 'apps/checkout/a': '2', 'apps/payments/a': '2' } });
  return { good, bad };
};

const refused = (what: string) => ({ code: 'handover-mismatch', message: expect.stringContaining(what) });

test('what was handed over as it is found is what decides', async () => {
  const { good, bad } = await deployed();
  const based = await worked(await handedOver(good, bad));
  expect(based?.base.application).toMatchObject({ name: 'checkout', paths: ['apps/checkout', 'base'] });
  expect(based?.changes.changes.map(({ commit }) => commit)).toEqual([bad]);
});

describe('a claim that the stage does not find is not acted on', () => {
  type Deployment = Attributed['deployment'];
  const others: readonly [string, Partial<Deployment>, string][] = [
    ['paths of another application', { paths: ['apps/payments'] }, 'paths'],
    ['fewer paths', { paths: ['apps/checkout'] }, 'paths'],
    ['more paths', { paths: ['apps/checkout', 'base', 'apps/payments'] }, 'paths'],
    ['another application, with its paths', { application: 'payments', paths: ['apps/payments'] }, 'Argo CD'],
    ['an application that is not there', { application: 'search' }, 'does not name the application'],
    ['another environment', { environment: 'staging' }, 'environment'],
    ['another name in Argo CD', { argocd: { application: 'other', url: '' } }, 'name in Argo CD'],
    ["Argo CD's name for the policy's", { application: 'checkout-production' }, 'name'],
    ['a branch that is the default one, and is not', { branch: 'release' }, 'the default branch'],
    ['a branch that is not the default one, and is', { isDefaultBranch: false }, 'the default branch'],
  ];
  test.each(others)('%s', async (_, claim, what) => {
    const { good, bad } = await deployed();
    await repository.git('update-ref', 'refs/heads/release', bad);
    const claimed = await handedOver(good, bad);
    const tampered = { ...claimed, deployment: { ...claimed.deployment, ...claim } };
    await expect(worked(tampered)).rejects.toMatchObject(refused(what));
  });

  test('another path in the place of one that the policy lists twice', async () => {
    const twice = strict.replace('[apps/checkout, base]', '[apps/checkout, apps/checkout]');
    const { good, bad } = await deployed(twice);
    const claimed = await handedOver(good, bad, good, twice);
    const deployment = { ...claimed.deployment, paths: ['apps/checkout', 'apps/payments'] };
    await expect(worked({ ...claimed, deployment })).rejects.toMatchObject(refused('paths'));
  });

  test('another file as the policy', async () => {
    const { good, bad } = await deployed();
    const claimed = await handedOver(good, bad);
    const tampered = {
      ...claimed,
      policy: { ...claimed.policy, path: 'other.yml', sha256: sha256(lax) as Digest },
    };
    await expect(worked(tampered)).rejects.toMatchObject(refused('other.yml was decided by'));
  });

  test('the policy that the deployment itself brought', async () => {
    const good = await repository.commit({ files: { '.backout.yml': strict, 'apps/checkout/a': '1' } });
    const bad = await repository.commit({ files: { '.backout.yml': lax, 'apps/checkout/a': '2' } });
    const claimed = await handedOver(good, bad, bad, lax);
    await expect(worked(claimed)).rejects.toMatchObject(refused('the policy before the deployment'));
  });
});

test('where the newest policy is another one nothing is worked out: that alone keeps a revert from being made', async () => {
  const { good, bad } = await deployed();
  await repository.commit({ files: { '.backout.yml': lax } });
  expect(await worked(await handedOver(good, bad))).toBeNull();
  await repository.commit({ files: { '.backout.yml': null } });
  expect(await worked(await handedOver(good, bad))).toBeNull();
});
