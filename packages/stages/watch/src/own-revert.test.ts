import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Change, fetchCommits, type Git, openGit, readAdvertisement } from '@backout/gitops';
import type { Digest, IncidentId, Instant, Repository as Name, RevertKey, Sha } from '@backout/incident';
import { revertRef } from '@backout/ledger';
import { writeEntry } from '@backout/ledger/write';
import { createRepository, type Repository } from '@backout/world/repository';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { onlyOwnReverts } from './own-revert.ts';

let folder: string;
let remote: Repository;
let git: Git;
let ours: Sha;
let theirs: Sha;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'own-revert-'));
  remote = await createRepository(join(folder, 'r.git'));
  theirs = await remote.commit({ files: { a: 'bad' } });
  ours = await remote.commit({ files: { a: 'good' } });
});
afterAll(() => rm(folder, { recursive: true, force: true }));
beforeEach(async () => {
  git = await openGit({ url: `file://${remote.directory}`, token: null, scratch: folder });
});
afterEach(() => git[Symbol.asyncDispose]());

const key = 'a'.repeat(40) as RevertKey;
const change = (commit: Sha, ...revertKeys: string[]): Change => {
  return { commit, revertKeys, mainline: null, paths: [] };
};

/** The ledger of a revert whose commit it names. */
async function writeLedger(commit: Sha, ref = revertRef(key)): Promise<void> {
  const digest = 'b'.repeat(64) as Digest;
  const entry = await writeEntry(
    git,
    {
      ...{ type: 'revert.intent', v: 1, incident: 'inc_0123456789abcdef' as IncidentId, stage: 'revert' },
      ...{ at: '2026-11-20T14:02:42.000Z' as Instant, codes: [], gitops: 'acme/gitops' as Name },
      ...{ branch: 'main', application: 'checkout', environment: 'production', key },
      actor: { kind: 'workflow', repository: 'acme/gitops', runId: '1', attempt: 1 },
      ...{ from: theirs, to: theirs, reverts: [theirs], commit, parent: theirs, tree: theirs },
      ...{ switch: 'not-stopped', digests: { inputs: digest, policy: digest } },
    },
    null,
    theirs,
  );
  await git.read('push', '--quiet', '--force', 'origin', `${entry}:${ref}`);
}

const onlyOurs = async (changes: readonly Change[]) =>
  onlyOwnReverts(git, await readAdvertisement(git, 'main'), changes);

test('a deployment of nothing but our revert is left alone', async () => {
  await writeLedger(ours);
  expect(await onlyOurs([change(ours, key)])).toBe(true);
});

test.each<[string, () => Change[]]>([
  ['a commit of a person beside our revert', () => [change(theirs), change(ours, key)]],
  ['a trailer of ours in the commit of somebody else', () => [change(theirs, key)]],
  ['a trailer without a ledger', () => [change(ours, 'c'.repeat(40))]],
  ['a trailer that is no key', () => [change(ours, '../stop')]],
  ['nothing at all', () => []],
])('%s is watched', async (_, changes) => {
  await writeLedger(ours);
  expect(await onlyOurs(changes())).toBe(false);
});

describe('without a ledger', () => {
  let taken: Sha;
  let bad: Sha;
  beforeAll(async () => {
    taken = await remote.commit({ files: { b: 'good' } });
    bad = await remote.commit({ files: { b: 'bad' } });
  });
  const claim = async (b: string) =>
    remote.commit({
      ...{ branch: 'claim', from: bad, files: { b } },
      message: `Revert\n\nBackout-Reverts: ${bad}\nBackout-Key: ${key}\n`,
    });

  test('our revert is left alone where its tree bears it out', async () => {
    const commit = await claim('good');
    await fetchCommits(git, [commit, taken]);
    expect(await onlyOurs([change(commit, key)])).toBe(true);
  });

  test('a commit that only says so is watched', async () => {
    const commit = await claim('worse');
    await fetchCommits(git, [commit]);
    expect(await onlyOurs([change(commit, key)])).toBe(false);
  });
});

test('our commit under a ledger that names another one is watched', async () => {
  await writeLedger(theirs);
  expect(await onlyOurs([change(ours, key)])).toBe(false);
});
