import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RevertRef, Sha } from '@backout/incident';
import { type GitHubWorld, temporaryGitHub } from '@backout/world/github';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Git, openGit } from '../git.ts';
import { writeCommit } from '../object.ts';
import { pushRevert, type RevertPush } from './push-revert.ts';

const repository = 'acme/gitops';

let github: GitHubWorld;
let scratch: string;
let git: Git;
let push: RevertPush;
beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'refused-push-'));
  github = await temporaryGitHub({ tokens: { writer: { login: 'writer' } } });
  await github.createRepository(repository);
  const tip = (await github.commit({ repository, message: 'good', files: { a: '1' } })) as Sha;
  git = await openGit({ url: github.gitUrl(repository), token: 'writer', scratch });
  await git.read('fetch', '--quiet', '--depth=1', 'origin', tip);
  const tree = (await git.read('rev-parse', `${tip}^{tree}`)).trim() as Sha;
  const commit = await writeCommit(git, { tree, parents: [tip], message: 'revert', at: 1 });
  const entry = await writeCommit(git, { tree, parents: [], message: 'entry', at: 1 });
  push = { branch: 'main', tip, commit, entry, ref: `refs/backout/reverts/${'d'.repeat(40)}` as RevertRef };
});
afterAll(async () => {
  await git[Symbol.asyncDispose]();
  await github[Symbol.asyncDispose]();
  await rm(scratch, { recursive: true, force: true });
});

describe('a push over HTTP that is refused', () => {
  test.each([
    [
      'secret-blocked',
      [
        'error: GH013: Repository rule violations found for refs/heads/main.',
        '',
        '- GITHUB PUSH PROTECTION',
        '    - Push cannot contain secrets',
        '       locations:',
        '         - commit: 6f7d3ee',
        '           path: a:1',
      ],
    ],
    ['secret-blocked', ['error GH009: Secrets detected! This push failed.']],
    ['email-private', ['error: GH007: Your push would publish a private email address.']],
    ['file-too-large', ['error: GH001: Large files detected.']],
    ['lfs-object-missing', ['error: GH008: Your push referenced at least 1 unknown Git LFS object:']],
    ['branch-protected', ['error: GH003: Sorry, force-pushing to main is not allowed.']],
    ['ref-not-allowed', ['error: GH005: Sorry, refs longer than 255 bytes are not allowed.']],
    [
      'linear-history-required',
      [
        'error: GH013: Repository rule violations found for refs/heads/main.',
        '- This branch must not contain merge commits.',
      ],
    ],
    ['over-quota', ['error: This repository is over its data quota.']],
    ['hook-declined', ['Jira: the message names no ticket']],
    ['hook-declined', []],
  ])('by a hook is %s', async (code, lines) => {
    const hook = await github.declinePushes(repository, ...lines);
    expect(await pushRevert(git, push)).toMatchObject({ kind: 'refused', code });
    await hook.lift();
  });

  test.each([
    ['pull-request-required', 'token-cannot-bypass'],
    ['signatures', 'signature-required'],
    ['protected', 'branch-protected'],
  ] as const)('by the rule %s is %s', async (rule, code) => {
    github.protectBranch(repository, 'main', rule);
    expect(await pushRevert(git, push)).toMatchObject({ kind: 'refused', code });
    github.protectBranch(repository, 'main', rule, ['writer']);
  });

  test.each([
    ['repository-archived', 403, 'This repository was archived so it is read-only.'],
    ['sso-required', 403, "The 'acme' organization has enabled or enforced SAML SSO."],
    ['account-suspended', 403, 'Your account is suspended. Please visit https://support.github.com'],
    ['repository-disabled', 403, "Repository `acme/gitops' is disabled."],
    ['repository-read-only', 403, 'Access to this repository has been disabled while it is being migrated.'],
    ['address-not-allowed', 403, 'the `acme` organization has an IP allow list enabled'],
    ['token-cannot-push', 403, 'Write access to repository not granted.'],
  ])('at the door is %s', async (code, status, text) => {
    const door = github.fault({
      route: 'info/refs git-receive-pack',
      fault: { kind: 'words', status, text: `${text}\n` },
    });
    expect(await pushRevert(git, push)).toMatchObject({ kind: 'refused', code, said: text });
    door.lift();
  });

  test.each([
    [429, 'Too many requests'],
    [403, 'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.'],
    [500, 'Internal Server Error'],
    [503, 'No server is available'],
  ])('with %i only because the server is busy may be tried again', async (status, text) => {
    const door = github.fault({
      route: 'info/refs git-receive-pack',
      fault: { kind: 'words', status, text: `${text}\n` },
    });
    expect(await pushRevert(git, push)).toEqual({ kind: 'busy' });
    door.lift();
  });

  test('has moved nothing, and goes through once nothing stands in the way', async () => {
    expect(await pushRevert(git, push)).toMatchObject({ kind: 'pushed' });
  });
});
