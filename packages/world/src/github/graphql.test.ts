import { getOctokit } from '@actions/github';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { GitHubWorld } from './handle.ts';
import { temporaryGitHub } from './temporary-github.ts';

let github: GitHubWorld;

beforeAll(async () => {
  github = await temporaryGitHub({
    tokens: {
      bot: { login: 'backout[bot]' },
      blind: { login: 'blind[bot]', repositories: { 'acme/shop': { contents: 'read' } } },
    },
  });
  await github.createRepository('acme/shop');
  await github.commit({ repository: 'acme/shop', message: 'start', files: { a: '1' } });
});
afterAll(() => github[Symbol.asyncDispose]());

function ask(
  query: string,
  variables: Record<string, unknown> = {},
  token = 'bot',
  base = '',
): Promise<unknown> {
  return getOctokit(token, { baseUrl: `${github.url}${base}`, request: { fetch } }).graphql(query, variables);
}

const commitQuery = `query ($expression: String!) { repository(owner: "acme", name: "shop") {
  defaultBranchRef { name target { __typename oid } }
  object(expression: $expression) { ... on Commit { oid messageHeadline
    associatedPullRequests(first: 5) { totalCount nodes { number merged baseRefName author { login } mergeCommit { oid } } } } } } }`;

test.each(['', '/api/v3'])('a query is answered from git at base "%s"', async (base) => {
  const pull = await github.mergePull({
    repository: 'acme/shop',
    number: base === '' ? 479 : 480,
    title: 'Faster',
    author: 'mia',
    method: 'rebase',
    commits: [
      { message: 'one', files: { a: `${base}2` } },
      { message: 'two', files: { a: `${base}3` } },
    ],
  });
  expect(pull.commits).toHaveLength(2);
  const expression = pull.commits[0]?.slice(0, 12);
  expect(await ask(commitQuery, { expression }, 'bot', base)).toEqual({
    repository: {
      defaultBranchRef: { name: 'main', target: { __typename: 'Commit', oid: pull.mergeCommit } },
      object: {
        oid: pull.commits[0],
        messageHeadline: 'one',
        associatedPullRequests: {
          totalCount: 1,
          nodes: [
            {
              number: pull.number,
              merged: true,
              baseRefName: 'main',
              author: { login: 'mia' },
              mergeCommit: { oid: pull.commits[1] },
            },
          ],
        },
      },
    },
  });
  github.assertNoViolations();
});

test('viewerDidAuthor tells our own comment from a copy of it', async () => {
  const issue = github.addIssue({ repository: 'acme/shop', author: 'mia', title: 'x' });
  for (const author of ['mallory', 'backout[bot]'])
    github.addComment({ repository: 'acme/shop', number: issue.number, author, body: 'same' });
  const query = `query ($number: Int!) { repository(owner: "acme", name: "shop") { issueOrPullRequest(number: $number) {
    ... on Issue { comments(first: 1) { pageInfo { hasNextPage } nodes { viewerDidAuthor } } last: comments(last: 1) { nodes { viewerDidAuthor body } } } } } }`;
  expect(await ask(query, { number: issue.number })).toEqual({
    repository: {
      issueOrPullRequest: {
        comments: { pageInfo: { hasNextPage: true }, nodes: [{ viewerDidAuthor: false }] },
        last: { nodes: [{ viewerDidAuthor: true, body: 'same' }] },
      },
    },
  });
});

test.each([
  [
    'a field that GitHub does not have',
    '{ viewer { shoeSize } }',
    'Cannot query field "shoeSize" on type "User"',
  ],
  [
    'a repository that is not there',
    '{ repository(owner: "a", name: "b") { id } }',
    'Could not resolve to a Repository',
  ],
  [
    'a page without a size',
    '{ repository(owner: "acme", name: "shop") { issues { totalCount } } }',
    'You must provide a `first` or `last`',
  ],
  [
    'a page of 101',
    '{ repository(owner: "acme", name: "shop") { issues(first: 101) { totalCount } } }',
    'exceeds the `first` limit of 100',
  ],
])('%s is refused in GitHub’s words', async (_, query, message) => {
  await expect(ask(query)).rejects.toThrow(message);
  github.assertNoViolations();
});

test('a token without pull-requests: read is refused at that field, and the rest is answered', async () => {
  const answer = ask(commitQuery, { expression: 'main' }, 'blind');
  await expect(answer).rejects.toMatchObject({
    errors: [{ type: 'FORBIDDEN', path: ['repository', 'object', 'associatedPullRequests'] }],
    data: { repository: { object: { messageHeadline: 'two' } } },
  });
});

test('a field that the emulator does not know is a violation, never a silent null', async () => {
  await using other = await temporaryGitHub({ tokens: { bot: { login: 'b' } } });
  const client = getOctokit('bot', { baseUrl: other.url, request: { fetch } });
  await expect(client.graphql('{ viewer { bio } }')).rejects.toThrow('User.bio');
  expect(() => other.assertNoViolations()).toThrow('the GraphQL field User.bio is not emulated');
});
