import { mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Git, openGit, readAdvertisement } from '@backout/gitops';
import type { Attributed, Sha } from '@backout/incident';
import { sha256 } from '@backout/incident';
import { createRepository, type FileContent, type Repository } from '@backout/world/repository';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { readContext } from './context.ts';
import { followContext } from './follow.ts';
import { incident, sha } from './testing/regression.ts';

const file = 'apps/checkout/production/deployment.yaml';
const policyText = `version: 1
mode: act
applications:
  checkout:
    argocd: checkout-production
    environment: production
    paths: [apps/checkout/production]
    signals: { home: { probe: https://shop.example.com/health } }
`;

let scratch: string;
let remote: Repository;
let git: Git;
beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'context-'));
});
afterAll(() => rm(scratch, { recursive: true, force: true }));

beforeEach(async () => {
  const folder = await mkdtemp(join(scratch, 'repo-'));
  remote = await createRepository(join(folder, 'r.git'));
  git = await openGit({ url: `file://${remote.directory}`, token: null, scratch: folder });
});
afterEach(() => git[Symbol.asyncDispose]());

const commit = (files: Record<string, FileContent>, at: number) => remote.commit({ files, at });
const synced = Date.parse(incident.deployment.syncStartedAt) / 1000;

/** A good revision with the policy, then the bad one. */
async function deployed(): Promise<{ good: Sha; bad: Sha }> {
  const good = await commit(
    { '.backout.yml': policyText, [file]: 'apiVersion: v1\nkind: Deployment\nimage: 1\n' },
    synced - 600,
  );
  const bad = await commit(
    { [file]: 'apiVersion: v1\nkind: PersistentVolumeClaim\nimage: 2\n' },
    synced - 30,
  );
  return { good, bad };
}

/** The incident as the stages before would hand it over. */
async function handedOver(good: Sha, bad: Sha, revision = bad): Promise<Attributed> {
  const blob = (await remote.git('rev-parse', `${good}:.backout.yml`)).trim() as Sha;
  const [suspect] = incident.attribution.suspects;
  if (suspect === undefined) throw new Error('the fixture has a suspect');
  return {
    ...incident,
    deployment: {
      ...incident.deployment,
      ...{ previousRevision: good, revision, changes: [bad], paths: ['apps/checkout/production'] },
    },
    policy: { ...incident.policy, commit: good, blob, sha256: sha256(policyText) },
    attribution: { ...incident.attribution, suspects: [{ ...suspect, commit: bad }] },
  };
}

const read = async (handed: Attributed) =>
  readContext(git, handed, {
    remote: await readAdvertisement(git, 'main'),
    policyPath: '.backout.yml',
  });

describe('what git says of an incident', () => {
  test('is the blamed commit, its clean inverse, and the policy that was decided by', async () => {
    const { good, bad } = await deployed();
    const context = await read(await handedOver(good, bad));
    expect(context.culprit.commit).toBe(bad);
    expect(context.inverse).toMatchObject({ kind: 'clean', paths: [file] });
    expect(context.blame.suspects.map((suspect) => suspect.commit)).toEqual([bad]);
    expect(context.policy.mode).toBe('act');
    expect(context.newestPolicy).toBe(sha256(policyText));
    expect(context.superseded).toBe(false);
  });

  test('is read with two fetches: commits with their trees, and all contents at once', async () => {
    const kustomization = 'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n';
    await commit({ 'apps/checkout/production/kustomization.yaml': kustomization }, synced - 900);
    const { good, bad } = await deployed();
    const handed = await handedOver(good, bad);
    let fetches = 0;
    const counted: Git = {
      ...git,
      run: async (...args) => {
        const output = await git.run(...args);
        // Whatever is missing after the second one cannot be had any more, not even by git itself.
        if (args[0] === 'fetch' && ++fetches === 2)
          await rename(remote.directory, `${remote.directory}.away`);
        return output;
      },
    };
    const advertised = await readAdvertisement(git, 'main');
    const context = await readContext(counted, handed, { remote: advertised, policyPath: '.backout.yml' });
    expect([fetches, context.inverse.kind, context.kinds]).toEqual([
      2,
      'clean',
      ['Deployment', 'PersistentVolumeClaim'],
    ]);
  });

  test('has the kinds of both sides: what is deleted counts as well', async () => {
    const { good, bad } = await deployed();
    expect((await read(await handedOver(good, bad))).kinds).toEqual(['Deployment', 'PersistentVolumeClaim']);
  });

  test('is read of the newest policy, and not of the pinned one', async () => {
    const { good, bad } = await deployed();
    const newer = policyText.replace('mode: act', 'mode: observe');
    await commit({ '.backout.yml': newer }, synced + 5);
    const context = await read(await handedOver(good, bad));
    expect(context.newestPolicy).toBe(sha256(newer));
    expect(context.policy.mode).toBe('act');
  });

  test('is superseded where the application has changed since', async () => {
    const { good, bad } = await deployed();
    await commit({ [file]: 'kind: Deployment\nimage: 3\n' }, synced + 5);
    const context = await read(await handedOver(good, bad));
    expect([context.superseded, context.inverse.kind]).toEqual([true, 'conflict']);
  });

  test('names for each path in conflict the newest commit that changed it since', async () => {
    const { good, bad } = await deployed();
    await commit({ [file]: 'kind: Deployment\nimage: 3\n' }, synced + 5);
    const newest = await commit({ [file]: 'kind: Deployment\nimage: 4\n' }, synced + 6);
    await commit({ 'apps/payments/a.yaml': 'kind: Deployment\n' }, synced + 7);
    expect((await read(await handedOver(good, bad))).newer).toEqual([{ path: file, commit: newest }]);
  });

  test('names a commit that was synced together with the blamed one', async () => {
    const { good, bad } = await deployed();
    const later = await commit({ [file]: 'kind: Deployment\nimage: 3\n' }, synced - 5);
    expect((await read(await handedOver(good, bad, later))).newer).toEqual([{ path: file, commit: later }]);
  });

  test('is not superseded by a commit of somebody else', async () => {
    const { good, bad } = await deployed();
    const other = await commit({ 'apps/payments/a.yaml': 'kind: Deployment\n' }, synced + 5);
    const context = await read(await handedOver(good, bad));
    expect([context.superseded, context.inverse.kind]).toEqual([false, 'clean']);
    expect(context.since.map((change) => change.commit)).toEqual([other]);
  });

  test('takes a merge back to what was live, although that is not its first parent', async () => {
    const fork = await commit({ '.backout.yml': policyText, [file]: 'image: 1\n' }, synced - 900);
    const good = await commit({ 'apps/payments/a.yaml': 'kind: Deployment\n' }, synced - 600);
    await remote.commit({ branch: 'local', from: fork, files: { [file]: 'image: 2\n' } });
    const files = { 'apps/payments/a.yaml': 'kind: Deployment\n' };
    const bad = await remote.commit({ branch: 'local', files, merges: good });
    await remote.git('update-ref', 'refs/heads/main', bad);
    const context = await read(await handedOver(good, bad));
    expect(context.culprit).toMatchObject({ commit: bad, mainline: good });
    expect(context.inverse).toMatchObject({ kind: 'clean', paths: [file] });
  });

  test('has no inverse of a merge whose lines both come from what was live', async () => {
    const { good } = await deployed();
    const side = await remote.commit({ branch: 'side', from: good, files: { [file]: 'image: 3\n' } });
    const bad = await remote.commit({ files: { [file]: 'image: 4\n' }, merges: side });
    const context = await read(await handedOver(good, bad));
    expect(context.culprit).toMatchObject({ commit: bad, mainline: null });
    expect(context.inverse).toEqual({ kind: 'conflict', paths: [file] });
  });

  test('takes an octopus of branches from before what was live back to it', async () => {
    const { good } = await deployed();
    await commit({ [file]: 'image: 1\n' }, synced - 20);
    const live = await remote.tip();
    const left = await remote.commit({
      branch: 'left',
      from: good,
      files: { 'apps/payments/a.yaml': 'a: 1\n' },
    });
    const merged = await remote.commit({ branch: 'right', from: good, files: { [file]: 'image: 9\n' } });
    const tree = (await remote.git('rev-parse', `${merged}^{tree}`)).trim();
    const parents = [left, live, merged].flatMap((parent) => ['-p', parent]);
    const identity = ['-c', 'user.name=dev', '-c', 'user.email=dev@example.com'];
    const bad = (
      await remote.git(...identity, 'commit-tree', '-m', 'octopus', ...parents, tree)
    ).trim() as Sha;
    await remote.git('update-ref', 'refs/heads/main', bad);
    const context = await read(await handedOver(live, bad));
    expect(context.culprit).toMatchObject({ commit: bad, mainline: live });
    expect(context.inverse).toMatchObject({ kind: 'clean', paths: [file] });
  });

  test('sees a revert that was merged since', async () => {
    const { good, bad } = await deployed();
    const message = 'Take it back\n\nBackout-Key: 0123\n';
    const revert = await remote.commit({
      branch: 'revert',
      from: bad,
      files: { [file]: 'image: 1\n' },
      message,
    });
    await commit({ 'apps/payments/a.yaml': 'kind: Deployment\n' }, synced + 5);
    await remote.commit({ files: { [file]: 'image: 1\n' }, merges: revert });
    const { since } = await read(await handedOver(good, bad));
    expect(since.flatMap(({ revertKeys }) => revertKeys)).toEqual(['0123']);
  });

  test('counts every change of the range, whatever the stages before listed', async () => {
    const { good, bad } = await deployed();
    const second = await commit({ [file]: 'kind: Deployment\nimage: 3\n' }, synced - 10);
    const context = await read(await handedOver(good, bad, second));
    expect(context.blame.suspects.map((suspect) => suspect.commit)).toEqual([second, bad]);
    expect(context.culprit.commit).toBe(bad);
  });

  test('gives the same key to whoever blames the same commit', async () => {
    const { good, bad } = await deployed();
    const handed = await handedOver(good, bad);
    const other = { ...handed, id: 'inc_0000000000000001' as typeof handed.id };
    expect((await read(handed)).key).toBe((await read(other)).key);
  });
});

describe('what git says of it at the next try', () => {
  /** What is read after a try that read everything, when somebody else has pushed. */
  async function afterPush(pushed: Record<string, FileContent>) {
    const { good, bad } = await deployed();
    const handed = await handedOver(good, bad);
    const before = await readAdvertisement(git, 'main');
    const looked = { remote: before, policyPath: '.backout.yml' };
    const context = await readContext(git, handed, looked);
    const came = await commit(pushed, synced + 5);
    const remote = await readAdvertisement(git, 'main');
    const followed = await followContext(git, handed, { remote: before, context }, { ...looked, remote });
    return { came, context, followed };
  }

  test('is read of the policy at the new tip', async () => {
    const newer = policyText.replace('mode: act', 'mode: observe');
    const { context, followed: now } = await afterPush({ '.backout.yml': newer });
    expect([context.newestPolicy, now.newestPolicy]).toEqual([sha256(policyText), sha256(newer)]);
    expect(now.policy.mode).toBe('act');
  });

  test('is its inverse there, and what came since', async () => {
    const { came, context, followed: now } = await afterPush({ [file]: 'kind: Deployment\nimage: 3\n' });
    expect([context.inverse.kind, context.superseded, context.since]).toEqual(['clean', false, []]);
    expect([now.inverse.kind, now.superseded]).toEqual(['conflict', true]);
    expect(now.since.map((change) => change.commit)).toEqual([came]);
    expect(now.newer).toEqual([{ path: file, commit: came }]);
  });

  test('is what it was where nobody has pushed', async () => {
    const { good, bad } = await deployed();
    const handed = await handedOver(good, bad);
    const looked = { remote: await readAdvertisement(git, 'main'), policyPath: '.backout.yml' };
    const context = await readContext(git, handed, looked);
    expect(await followContext(git, handed, { remote: looked.remote, context }, looked)).toBe(context);
  });
});

describe('a hand-over that git does not bear out', () => {
  test.each<[string, string, (handed: Attributed) => Attributed]>([
    [
      'names a policy of another content',
      'policy-unreadable',
      (handed) => {
        return { ...handed, policy: { ...handed.policy, sha256: 'f'.repeat(64) } };
      },
    ],
    [
      'names a revision that is not in the branch',
      'revision-unknown',
      (handed) => {
        return { ...handed, deployment: { ...handed.deployment, revision: sha('9') } };
      },
    ],
    [
      'has nothing before it',
      'no-previous-revision',
      (handed) => {
        return { ...handed, deployment: { ...handed.deployment, previousRevision: null } };
      },
    ],
    [
      'names paths that nothing changed',
      'handover-mismatch',
      (handed) => {
        return { ...handed, deployment: { ...handed.deployment, paths: ['apps/other'] } };
      },
    ],
  ])('and %s is refused', async (_, code, change) => {
    const { good, bad } = await deployed();
    await expect(read(change(await handedOver(good, bad)))).rejects.toMatchObject({ code });
  });

  test('of a commit outside the range blames what is in it', async () => {
    const { good, bad } = await deployed();
    const handed = await handedOver(good, bad);
    const suspects = handed.attribution.suspects.map((suspect) => ({ ...suspect, commit: sha('9') }));
    const context = await read({ ...handed, attribution: { ...handed.attribution, suspects } });
    expect(context.culprit.commit).toBe(bad);
  });
});
