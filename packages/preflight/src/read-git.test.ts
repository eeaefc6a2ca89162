import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Git, openGit, type RefAdvertisement } from '@backout/gitops';
import { type Sha, sha256 } from '@backout/incident';
import { createRepository, type Repository } from '@backout/world/repository';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readNewestPolicy, readRevertLedgers } from './read-git.ts';

let folder: string;
let remote: Repository;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'preflight-'));
  remote = await createRepository(join(folder, 'r.git'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const sha = '1'.repeat(40) as Sha;

describe('the ledgers of all reverts', () => {
  const seen = (refs: RefAdvertisement['refs']): RefAdvertisement => {
    return { branch: 'main', tip: sha, isDefault: true, head: sha, refs };
  };
  const answering = (stderr: string) =>
    ({ run: async () => ({ code: 128, stdout: '', stderr }) }) as unknown as Git;
  const refs = new Map([['refs/backout/reverts/x', sha]]);

  test.each([
    ['does not answer', 'error: RPC failed; HTTP 502'],
    ['does not have one of them any more', 'fatal: remote error: upload-pack: not our ref'],
  ])('cannot be read where the remote %s', async (_, stderr) => {
    expect(await readRevertLedgers(answering(stderr), seen(refs))).toBeNull();
  });

  test('are none where the advertisement shows none', async () => {
    expect(await readRevertLedgers(answering('nobody asks'), seen(new Map()))).toEqual([]);
  });
});

describe('the newest policy', () => {
  test('is the one at the tip of the default branch, and not an older one', async () => {
    await remote.commit({ files: { '.backout.yml': 'version: 1\n' } });
    const head = await remote.commit({ files: { '.backout.yml': 'version: 1 # newer\n' } });
    await using git = await openGit({ url: `file://${remote.directory}`, token: null, scratch: folder });
    await git.read('fetch', '--quiet', 'origin', head);
    expect(await readNewestPolicy(git, { path: '.backout.yml' }, head)).toBe(sha256('version: 1 # newer\n'));
    expect(await readNewestPolicy(git, { path: 'other.yml' }, head)).toBe('missing');
  });
});
