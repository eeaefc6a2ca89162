import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fetchCommits, openGit, readAdvertisement } from '@backout/gitops';
import { type PolicyReference, type Sha, sha256 } from '@backout/incident';
import { createRepository, type Repository } from '@backout/world/repository';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readPinnedPolicy } from './pinned-policy.ts';

const policyPath = '.backout.yml';
const policyOf = (argocd: string) => `version: 1
mode: act
argocd: https://${argocd}
applications: { checkout: { paths: [apps/checkout], signals: { home: { probe: https://shop.example.com/ } } } }
`;
const ours = policyOf('argocd.example.com');
const theirs = policyOf('argocd.evil.example');

let folder: string;
let repository: Repository;
let pinned: Sha;
let fork: Sha;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pinned-policy-'));
  repository = await createRepository(join(folder, 'r.git'));
  pinned = await repository.commit({ files: { [policyPath]: ours, 'ops/other.yml': ours } });
  await repository.commit({ files: { 'apps/checkout/a.yaml': 'a: 1\n' } });
  fork = await repository.commit({ branch: 'fork', from: pinned, files: { [policyPath]: theirs } });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function read(commit: Sha, text: string, path = policyPath) {
  await using git = await openGit({ url: `file://${repository.directory}`, token: null, scratch: folder });
  const { head } = await readAdvertisement(git, 'main');
  const reference: PolicyReference = { path, commit, blob: commit, sha256: sha256(text), mode: 'act' };
  await fetchCommits(git, [commit, head]);
  return await readPinnedPolicy(git, reference, { policyPath, head });
}

test('the policy that was decided by is read where it was read before', async () => {
  expect((await read(pinned, ours)).argocd).toBe('https://argocd.example.com');
});

test('the policy that stands is read from a commit that a force-push took off the branch', async () => {
  const gone = await repository.commit({ branch: 'gone', from: pinned, files: { 'notes.md': 'gone\n' } });
  expect((await read(gone, ours)).argocd).toBe('https://argocd.example.com');
});

test('the policy before its newest change is read', async () => {
  const changed = ours.replace('version: 1', 'version: 1 # reviewed');
  await repository.commit({ files: { [policyPath]: changed } });
  expect((await read(pinned, ours)).argocd).toBe('https://argocd.example.com');
});

test.each([
  ['of a commit that is on no branch of ours: its addresses would get our tokens', () => read(fork, theirs)],
  ['of another file than the action was given', () => read(pinned, ours, 'ops/other.yml')],
])('a policy is not read that is %s', async (_, reading) => {
  await expect(reading()).rejects.toMatchObject({ code: 'handover-mismatch' });
});

test('a policy is not read that says something else than it did', async () => {
  await expect(read(pinned, theirs)).rejects.toMatchObject({ code: 'policy-unreadable' });
});
