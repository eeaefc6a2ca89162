import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { git } from './git.ts';
import { resolveCommit } from './git-objects.ts';
import type { GitHubWorld } from './handle.ts';
import { temporaryGitHub } from './temporary-github.ts';
import type { RepositoryState } from './world.ts';

let github: GitHubWorld;
let server: RepositoryState;
let folder: string;
let clone: string;

beforeEach(async () => {
  github = await temporaryGitHub({
    tokens: {
      writer: { login: 'writer' },
      reader: { login: 'reader', repositories: { 'acme/ops': { contents: 'read' } } },
      stranger: { login: 'stranger', repositories: {} },
    },
  });
  server = await github.createRepository('acme/ops');
  await github.commit({ repository: 'acme/ops', message: 'start', files: { 'app.yaml': 'tag: 1\n' } });
  folder = mkdtempSync(join(tmpdir(), 'backout-clone-'));
  clone = join(folder, 'clone');
  await git(folder, ['clone', '--quiet', github.gitUrl('acme/ops', 'writer'), clone]);
});
afterEach(async () => {
  github.assertNoViolations();
  await github[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

async function newCommit(message: string): Promise<string> {
  const identity = ['-c', 'user.name=dev', '-c', 'user.email=dev@example.test'];
  return (
    await git(clone, [...identity, 'commit-tree', '-m', message, '-p', 'origin/main', 'origin/main^{tree}'])
  ).trim();
}

function push(token: string, ...refspecs: string[]): Promise<string> {
  return git(clone, ['push', '--porcelain', '--atomic', github.gitUrl('acme/ops', token), ...refspecs]);
}

const tip = () => resolveCommit(server.directory, 'main');

describe('who may push', () => {
  test('a token with write access may, and the listener learns what moved', async () => {
    const seen: unknown[] = [];
    github.on({ onPush: (done) => void seen.push(done) });
    const [before, after] = [await tip(), await newCommit('next')];
    await push('writer', `${after}:refs/heads/main`);
    expect(await tip()).toBe(after);
    const updates = [{ ref: 'refs/heads/main', before, after }];
    expect(seen).toEqual([{ repository: 'acme/ops', login: 'writer', updates }]);
  });
  test.each([
    ['a token with read access', 'reader', 'Permission to acme/ops.git denied to reader.'],
    ['a token without the repository', 'stranger', 'Repository not found.'],
    ['a token that nobody has', 'nobody', 'Authentication failed'],
  ])('%s may not', async (_, token, message) => {
    await expect(push(token, 'origin/main:refs/heads/other')).rejects.toThrow(message);
    expect(await resolveCommit(server.directory, 'other')).toBeNull();
  });
  test('nobody at all is asked for credentials', async () => {
    const anonymous = git(clone, ['push', github.gitUrl('acme/ops'), 'origin/main:refs/heads/other']);
    await expect(anonymous).rejects.toThrow('could not read Username');
  });
  test('a token with read access may fetch a single commit without its blobs', async () => {
    const bare = join(folder, 'bare');
    await git(folder, ['init', '--quiet', '--bare', bare]);
    const url = github.gitUrl('acme/ops', 'reader');
    await git(bare, ['fetch', '--quiet', '--depth=1', '--filter=blob:none', url, String(await tip())]);
    expect(await resolveCommit(bare, 'FETCH_HEAD')).toBe(await tip());
  });
});

describe('rules', () => {
  test.each([
    ['pull-request-required', /GH013: Repository rule violations found for refs\/heads\/main/],
    ['signatures', /Commits must have verified signatures/],
    ['protected', /GH006: Protected branch update failed for refs\/heads\/main/],
  ] as const)('%s declines the whole push', async (rule, words) => {
    github.protectBranch('acme/ops', 'main', rule);
    const commit = await newCommit('next');
    await expect(push('writer', `${commit}:refs/heads/main`, `${commit}:refs/backout/x`)).rejects.toThrow(
      words,
    );
    expect(await tip()).not.toBe(commit);
    expect(await resolveCommit(server.directory, 'refs/backout/x')).toBeNull();
  });
  test('let through who may bypass them', async () => {
    github.protectBranch('acme/ops', 'main', 'protected', ['writer']);
    const commit = await newCommit('next');
    await push('writer', `${commit}:refs/heads/main`);
    expect(await tip()).toBe(commit);
  });
});

describe('a push meets', () => {
  test('a human who pushes between its look and its write', async () => {
    const mine = await newCommit('mine');
    github.on({
      beforeReceivePack: async () => {
        await github.commit({ repository: 'acme/ops', message: 'human', files: { 'app.yaml': 'tag: 2\n' } });
      },
    });
    await expect(push('writer', `${mine}:refs/heads/main`)).rejects.toThrow('remote rejected');
    expect(await git(server.directory, ['log', '-1', '--format=%s', 'main'])).toBe('human\n');
  });
  test.each([
    ['a connection that is dropped after it was accepted', { kind: 'drop', committed: true }, true],
    ['a 502 after it was accepted', { kind: 'answer', status: 502, committed: true }, true],
    ['a 502 before anything happened', { kind: 'answer', status: 502, committed: false }, false],
  ] as const)('%s', async (_, fault, landed) => {
    github.fault({ route: 'git-receive-pack', fault });
    const commit = await newCommit('next');
    await expect(push('writer', `${commit}:refs/heads/main`)).rejects.toThrow();
    expect((await tip()) === commit).toBe(landed);
  });
});

test('24 pushers at once: one lands, with its lock', async () => {
  const observed = await tip();
  const commits = await Promise.all(Array.from({ length: 24 }, (_, index) => newCommit(`push ${index}`)));
  const url = github.gitUrl('acme/ops', 'writer');
  const pushed = await Promise.allSettled(
    commits.map((commit) =>
      git(clone, [
        ...['push', '--porcelain', '--atomic', `--force-with-lease=refs/heads/main:${observed}`],
        ...['--force-with-lease=refs/backout/reverts/k:', url],
        ...[`${commit}:refs/heads/main`, `${commit}:refs/backout/reverts/k`],
      ]),
    ),
  );
  expect(pushed.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(await git(server.directory, ['rev-list', '--count', `${observed}..main`])).toBe('1\n');
  expect(await resolveCommit(server.directory, 'refs/backout/reverts/k')).toBe(await tip());
}, 20_000);
