import { getOctokit } from '@actions/github';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Fault } from './faults.ts';
import type { GitHubWorld } from './handle.ts';
import { temporaryGitHub } from './temporary-github.ts';

const route = 'POST /repos/{owner}/{repo}/issues';
const repo = { owner: 'acme', repo: 'shop' };
let github: GitHubWorld;

beforeEach(async () => {
  github = await temporaryGitHub({ tokens: { bot: { login: 'bot' } } });
  await github.createRepository('acme/shop');
});
afterEach(() => github[Symbol.asyncDispose]());

function create(signal = AbortSignal.timeout(2000)) {
  const { rest } = getOctokit('bot', { baseUrl: github.url, request: { fetch } });
  return rest.issues.create({ ...repo, title: 'x', request: { signal } });
}

interface Case {
  readonly fault: Fault;
  readonly happened: number;
  readonly error: object;
}

test.each<[string, Case]>([
  [
    'a 502 before',
    { fault: { kind: 'answer', status: 502, committed: false }, happened: 0, error: { status: 502 } },
  ],
  [
    'a 504 after',
    { fault: { kind: 'answer', status: 504, committed: true }, happened: 1, error: { status: 504 } },
  ],
  [
    'a connection dropped after',
    { fault: { kind: 'drop', committed: true }, happened: 1, error: { status: 500 } },
  ],
  [
    'a secondary limit',
    {
      fault: { kind: 'secondary-limit', status: 403, retryAfterSeconds: 60 },
      happened: 0,
      error: { status: 403, response: { headers: { 'retry-after': '60' } } },
    },
  ],
])('%s: the effect and the answer part', async (_, { fault, happened, error }) => {
  github.fault({ route, fault });
  await expect(create()).rejects.toMatchObject(error);
  expect(github.issues('acme/shop')).toHaveLength(happened);
});

test.each(['truncated', 'html'] as const)('an answer that is %s comes as text', async (kind) => {
  github.fault({ route, fault: { kind } });
  expect(typeof (await create()).data).toBe('string');
  expect(github.issues('acme/shop')).toHaveLength(1);
});

test('a request that hangs ends with the client', async () => {
  github.fault({ route, fault: { kind: 'hang', committed: true } });
  const patience = new AbortController();
  const asked = create(patience.signal);
  await expect.poll(() => github.issues('acme/shop').length).toBe(1);
  patience.abort();
  await expect(asked).rejects.toThrow('aborted');
});

test('a fault strikes the calls it names, in the repository it names', async () => {
  const fault = { kind: 'answer', status: 500, committed: false } as const;
  const staged = github.fault({ route, repository: 'acme/shop', calls: [2], fault });
  github.fault({ route, repository: 'acme/other', fault });
  await create();
  await expect(create()).rejects.toMatchObject({ status: 500 });
  await create();
  expect(staged.seen).toBe(3);
  staged.lift();
  expect(github.requests.map(({ login, status }) => [login, status])).toEqual([
    ['bot', 201],
    ['bot', 500],
    ['bot', 201],
  ]);
  expect(github.count(route)).toBe(3);
});
