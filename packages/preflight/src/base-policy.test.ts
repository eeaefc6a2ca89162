import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openGit, readAdvertisement, readRange } from '@backout/gitops';
import type { Sha } from '@backout/incident';
import { createRepository, type Repository } from '@backout/world/repository';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { readBasePolicy, readPolicyAt } from './base-policy.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'base-policy-'));
});
afterAll(() => rm(folder, { recursive: true }));

let repository: Repository;
let previous: Sha;
let repositories = 0;
beforeEach(async () => {
  repository = await createRepository(join(folder, `${repositories++}.git`));
  previous = await repository.commit({
    files: { ...policy('previous'), 'apps/web/a': '1', 'apps/web/b': '1' },
  });
});

/** A policy that can be told by one of the paths of its application. */
const policy = (name: string, argocd = 'web') => ({
  '.backout.yml': `version: 1
mode: observe
prometheus: http://localhost
applications:
  web:
    argocd: ${argocd}
    environment: production
    paths: [apps/web, ${name}]
    signals: { errors: { ratio: { bad: b, total: t } } }
`,
});

const request = { application: 'web', policyPath: '.backout.yml' };

/** Which policy decides about a deployment up to the revision, and what it changed of the application. */
async function based(revision: Sha, branch: string | null = null) {
  await using git = await openGit({ url: `file://${repository.directory}`, token: null, scratch: folder });
  const remote = await readAdvertisement(git, branch);
  const range = await readRange(git, previous, revision, [remote.head]);
  const newest = await readPolicyAt(git, remote.head, request);
  const [application] = newest.applications;
  const { base, changes } = await readBasePolicy(git, { ...newest, application }, { request, remote, range });
  return {
    policy: base.application.paths[1],
    between: changes.between.map(({ path }) => path),
    changes: changes.changes.map(({ commit }) => commit),
  };
}

describe('the policy that decides about a deployment', () => {
  test('is the one before its first change, and not what the change makes of it', async () => {
    await repository.commit({ files: policy('before') });
    const bad = await repository.commit({ files: { ...policy('with'), 'apps/web/a': '2' } });
    const tip = await repository.commit({ files: { ...policy('after'), 'apps/web/b': '2' } });
    expect(await based(tip)).toEqual({
      policy: 'before',
      between: ['apps/web/a', 'apps/web/b'],
      changes: [tip, bad],
    });
  });

  test('is the one of the branch where a merge brings the change: its own branch does not exempt it', async () => {
    const side = await repository.commit({ branch: 'side', from: previous, files: policy('side') });
    const bad = await repository.commit({ branch: 'side', files: { 'apps/web/a': '2' } });
    previous = await repository.commit({ files: { 'apps/web/b': '2' } });
    const before = await repository.commit({ files: policy('before') });
    const tip = await repository.commit({ files: { ...policy('merge'), 'apps/web/a': '2' }, merges: bad });
    expect(side).not.toBe(before);
    expect(await based(tip)).toEqual({ policy: 'before', between: ['apps/web/a'], changes: [tip] });
  });

  test('is the one of the last deployment where the branch began after it, and could be the line itself', async () => {
    await repository.commit({ branch: 'side', from: previous, files: policy('side') });
    const bad = await repository.commit({ branch: 'side', files: { 'apps/web/a': '2' } });
    await repository.commit({ files: policy('own') });
    const tip = await repository.commit({ files: { ...policy('merge'), 'apps/web/a': '2' }, merges: bad });
    expect(await based(tip)).toEqual({ policy: 'previous', between: ['apps/web/a'], changes: [bad] });
  });

  test('counts paths that the deployment takes out of it', async () => {
    const bad = await repository.commit({ files: { ...policy('with'), 'previous/a': '2' } });
    expect(await based(bad)).toEqual({ policy: 'previous', between: ['previous/a'], changes: [bad] });
  });

  test('counts paths that only the policy before the first change has', async () => {
    await repository.commit({ files: policy('before') });
    const bad = await repository.commit({ files: { 'apps/web/a': '2' } });
    const tip = await repository.commit({ files: { ...policy('after'), 'before/a': '2' } });
    expect(await based(tip)).toEqual({
      policy: 'before',
      between: ['apps/web/a', 'before/a'],
      changes: [tip, bad],
    });
  });

  test('is the newest one where nothing of the application is different', async () => {
    await repository.commit({ files: { 'apps/web/a': '2' } });
    const tip = await repository.commit({ files: { ...policy('newest'), 'apps/web/a': '1' } });
    expect(await based(tip)).toEqual({ policy: 'newest', between: [], changes: [] });
  });

  test('is the one of the default branch for another branch', async () => {
    const bad = await repository.commit({
      branch: 'next',
      from: previous,
      files: { ...policy('own'), 'apps/web/a': '2' },
    });
    await repository.commit({ files: policy('newest') });
    expect(await based(bad, 'next')).toEqual({ policy: 'newest', between: ['apps/web/a'], changes: [bad] });
  });

  test('calls the application otherwise, where it is the only one that Argo CD calls so', async () => {
    const called = (name: string, paths: string) => ({
      '.backout.yml': policy(paths)['.backout.yml'].replace('  web:', `  ${name}:`),
    });
    previous = await repository.commit({ files: called('shop', 'before') });
    const bad = await repository.commit({ files: { ...called('web', 'with'), 'apps/web/a': '2' } });
    expect(await based(bad)).toMatchObject({ policy: 'before', changes: [bad] });
  });

  test('must not lead to another application than the newest one does', async () => {
    const bad = await repository.commit({ files: { ...policy('with', 'other'), 'apps/web/a': '2' } });
    await expect(based(bad)).rejects.toMatchObject({ code: 'policy-changed' });
  });
});
