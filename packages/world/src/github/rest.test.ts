import { getOctokit } from '@actions/github';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { GitHubWorld } from './handle.ts';
import { operations } from './operations.ts';
import { temporaryGitHub } from './temporary-github.ts';

const repo = { owner: 'acme', repo: 'shop' };
let github: GitHubWorld;
let first: string;
let second: string;

function octokit(token = 'writer', prefix = '') {
  return getOctokit(token, { baseUrl: `${github.url}${prefix}`, request: { fetch } }).rest;
}

const status = (promise: Promise<unknown>) =>
  promise.then(
    () => 'no error',
    (error: { status: number }) => error.status,
  );

beforeAll(async () => {
  github = await temporaryGitHub({
    tokens: {
      writer: { login: 'backout[bot]' },
      reader: { login: 'reader', repositories: { 'acme/shop': { contents: 'read', pull_requests: 'read' } } },
      stranger: { login: 'stranger', repositories: {} },
    },
  });
  await github.createRepository('acme/shop');
  first = await github.commit({ repository: 'acme/shop', message: 'start', files: { 'a.txt': '1\n' } });
  await github.mergePull({
    repository: 'acme/shop',
    number: 481,
    title: 'Two',
    author: 'mia',
    files: { 'a.txt': '2\n', 'dir/b c.txt': 'new\n' },
  });
  second = (await octokit().git.getRef({ ...repo, ref: 'heads/main' })).data.object.sha;
});
afterAll(() => github[Symbol.asyncDispose]());

describe('an unmodified client reads every route', () => {
  test.each(['', '/api/v3'])('at base "%s"', async (prefix) => {
    const api = octokit('writer', prefix);
    expect((await api.users.getAuthenticated()).data.login).toBe('backout[bot]');
    expect((await api.rateLimit.get()).data.rate.limit).toBe(5000);
    expect((await api.repos.get(repo)).data.default_branch).toBe('main');
    expect((await api.git.listMatchingRefs({ ...repo, ref: 'heads/' })).data.map(({ ref }) => ref)).toEqual([
      'refs/heads/main',
    ]);
    expect((await api.repos.listCommits(repo)).data.map(({ sha }) => sha)).toEqual([second, first]);
    expect((await api.repos.listCommits({ ...repo, path: 'dir' })).data).toHaveLength(1);
    const commit = (await api.repos.getCommit({ ...repo, ref: second })).data;
    expect(commit.commit.message).toBe('Two (#481)');
    expect(commit.files?.map(({ filename, status }) => [filename, status])).toEqual([
      ['a.txt', 'modified'],
      ['dir/b c.txt', 'added'],
    ]);
    expect((await api.repos.getCommit({ ...repo, ref: first })).data.stats?.additions).toBe(1);
    const compared = await api.repos.compareCommitsWithBasehead({ ...repo, basehead: `${first}...main` });
    expect([compared.data.status, compared.data.ahead_by]).toEqual(['ahead', 1]);
    const pulls = await api.repos.listPullRequestsAssociatedWithCommit({ ...repo, commit_sha: second });
    expect(pulls.data.map(({ number, merge_commit_sha }) => [number, merge_commit_sha])).toEqual([
      [481, second],
    ]);
    expect((await api.pulls.get({ ...repo, pull_number: 481 })).data.merged).toBe(true);
    expect((await api.pulls.list({ ...repo, state: 'closed' })).data).toHaveLength(1);
    expect((await api.pulls.listFiles({ ...repo, pull_number: 481 })).data).toHaveLength(2);
    const permission = { ...repo, username: 'reader' };
    expect((await api.repos.getCollaboratorPermissionLevel(permission)).data.permission).toBe('read');
    github.assertNoViolations();
  });
});

test('statuses, issues, comments and dispatches are kept and read back', async () => {
  const api = octokit();
  await api.repos.createCommitStatus({ ...repo, sha: second, state: 'success', context: 'backout' });
  expect((await api.repos.listCommitStatusesForRef({ ...repo, ref: second })).data[0]?.creator?.login).toBe(
    'backout[bot]',
  );
  const issue = (await api.issues.create({ ...repo, title: 'Page', labels: ['backout'] })).data;
  expect(issue.number).toBe(482);
  await api.issues.update({ ...repo, issue_number: 482, state: 'closed' });
  expect((await api.issues.get({ ...repo, issue_number: 482 })).data.closed_at).not.toBeNull();
  expect((await api.issues.listForRepo(repo)).data).toEqual([]);
  expect((await api.issues.listForRepo({ ...repo, state: 'all', labels: 'backout' })).data).toHaveLength(1);
  expect((await api.issues.listLabelsForRepo(repo)).data.map(({ name }) => name)).toEqual(['backout']);
  const said = (await api.issues.createComment({ ...repo, issue_number: 481, body: 'one' })).data;
  await api.issues.updateComment({ ...repo, comment_id: said.id, body: 'two' });
  expect((await api.issues.getComment({ ...repo, comment_id: said.id })).data.body).toBe('two');
  expect((await api.issues.listComments({ ...repo, issue_number: 481 })).data).toHaveLength(1);
  await api.issues.deleteComment({ ...repo, comment_id: said.id });
  expect(github.comments('acme/shop', 481)).toEqual([]);
  const told: string[] = [];
  github.on({ onDispatch: (dispatch) => void told.push(dispatch.eventType) });
  await api.repos.createDispatchEvent({
    ...repo,
    event_type: 'deployed',
    client_payload: { revision: second },
  });
  expect(told).toEqual(['deployed']);
  expect(github.dispatches[0]?.clientPayload).toEqual({ revision: second });
  github.assertNoViolations();
});

test('a list longer than a page goes on through its Link header', async () => {
  for (const index of Array.from({ length: 45 }).keys())
    github.addComment({ repository: 'acme/shop', number: 481, author: 'mia', body: `comment ${index}` });
  const client = getOctokit('writer', { baseUrl: github.url, request: { fetch } });
  const all = await client.paginate(client.rest.issues.listComments, {
    ...repo,
    issue_number: 481,
    per_page: 20,
  });
  expect(all.map(({ body }) => body).slice(18, 21)).toEqual(['comment 18', 'comment 19', 'comment 20']);
  expect(all).toHaveLength(45);
});

describe('tokens', () => {
  test('an unknown one is refused', async () => {
    expect(await status(octokit('nobody').repos.get(repo))).toBe(401);
  });
  test('one without the repository does not learn that it exists', async () => {
    expect(await status(octokit('stranger').repos.get(repo))).toBe(404);
  });
  test('one without the permission is told so', async () => {
    const write = octokit('reader').repos.createCommitStatus({ ...repo, sha: second, state: 'success' });
    await expect(write).rejects.toThrow('Resource not accessible by integration');
    expect(
      await status(octokit('reader').issues.createComment({ ...repo, issue_number: 481, body: 'x' })),
    ).toBe(403);
  });
});

describe('GitHub’s own refusals', () => {
  test.each([
    [
      'a status of an unknown commit',
      () => octokit().repos.createCommitStatus({ ...repo, sha: 'f'.repeat(40), state: 'success' }),
      422,
    ],
    [
      'a description that is too long',
      () =>
        octokit().repos.createCommitStatus({
          ...repo,
          sha: second,
          state: 'success',
          description: 'x'.repeat(141),
        }),
      422,
    ],
    [
      'a comment that is too long',
      () => octokit().issues.createComment({ ...repo, issue_number: 481, body: 'x'.repeat(65_537) }),
      422,
    ],
    [
      'a comment on nothing',
      () => octokit().issues.createComment({ ...repo, issue_number: 9, body: 'x' }),
      404,
    ],
    [
      'a payload of eleven keys',
      () =>
        octokit().repos.createDispatchEvent({
          ...repo,
          event_type: 'x',
          client_payload: Object.fromEntries(Array.from({ length: 11 }, (_, i) => [`k${i}`, i])),
        }),
      422,
    ],
    ['a ref that is not there', () => octokit().git.getRef({ ...repo, ref: 'heads/none' }), 404],
  ])('%s', async (_, ask, expected) => {
    expect(await status(ask())).toBe(expected);
    github.assertNoViolations();
  });
});

describe('violations', () => {
  test('an operation outside the extract answers 501 and is remembered', async () => {
    await using other = await temporaryGitHub({ tokens: { writer: { login: 'w' } } });
    const api = getOctokit('writer', { baseUrl: other.url, request: { fetch } }).rest;
    expect(await status(api.repos.listForks(repo))).toBe(501);
    expect(() => other.assertNoViolations()).toThrow(
      'GET /repos/acme/shop/forks is no operation of the emulator',
    );
  });
  test('an answer that GitHub’s schema refuses is remembered', async () => {
    await using other = await temporaryGitHub({
      tokens: { writer: { login: 'w' } },
      now: () => new Date('2026-01-01T00:00:00Z'),
    });
    const repository = await other.createRepository('acme/shop');
    Object.assign(repository, { defaultBranch: 7 });
    const api = getOctokit('writer', { baseUrl: other.url, request: { fetch } }).rest;
    expect(await status(api.repos.get(repo))).toBe(500);
    expect(() => other.assertNoViolations()).toThrow('/default_branch must be string');
  });
  test('the extract holds every operation and no other', async () => {
    const { default: document } = await import('./schema/rest.json', { with: { type: 'json' } });
    const held = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(held.sort()).toEqual([...operations].sort());
  });
});
