import type { Repository } from '@backout/incident';
import { type Fault, type GitHubWorld, localFetch, quickClock, temporaryGitHub } from '@backout/world/github';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openGitHub } from './open-github.ts';
import { upsertComment } from './upsert-comment.ts';

const repository = 'acme/shop' as Repository;
const route = 'POST /repos/{owner}/{repo}/issues/{issue_number}/comments';
const marker = '<!-- backout:inc_0123456789abcdef -->';
const place = { repository, number: 481, marker };
let world: GitHubWorld;

beforeEach(async () => {
  world = await temporaryGitHub({
    tokens: {
      bot: { login: 'backout[bot]' },
      reader: { login: 'reader', repositories: { [repository]: { pull_requests: 'read' } } },
    },
  });
  await world.createRepository(repository);
  await world.commit({ repository, message: 'start', files: { a: '1' } });
  await world.mergePull({ repository, number: 481, title: 'x', author: 'mia', files: { a: '2' } });
});
afterEach(async () => {
  world.assertNoViolations();
  await world[Symbol.asyncDispose]();
});

const client = (token = 'bot') =>
  openGitHub({ token, apiUrl: world.url, fetch: localFetch, clock: quickClock() });
const bodies = () => world.comments(repository, 481).map(({ author, body }) => [author, body]);

test('the first report creates the comment, the next ones keep it up to date', async () => {
  const created = await upsertComment(client(), { ...place, body: 'one' });
  const again = await upsertComment(client(), { ...place, body: `${marker}\none\r\n` });
  const updated = await upsertComment(client(), { ...place, body: 'two' });
  expect([created, again, updated].map(({ outcome }) => outcome)).toEqual([
    'created',
    'unchanged',
    'updated',
  ]);
  expect(new Set([created.url, again.url, updated.url]).size).toBe(1);
  expect(created.url).toContain('/acme/shop/pull/481#issuecomment-');
  expect(bodies()).toEqual([['backout[bot]', `${marker}\ntwo`]]);
});

test('a marker that somebody else wrote is not ours, and neither is one that we quoted', async () => {
  const quoted = `> ${marker}`;
  world.addComment({ repository, number: 481, author: 'mallory', body: `${marker}\nall good` });
  world.addComment({ repository, number: 481, author: 'backout[bot]', body: quoted });
  await upsertComment(client(), { ...place, body: 'mine' });
  expect(bodies()).toEqual([
    ['mallory', `${marker}\nall good`],
    ['backout[bot]', quoted],
    ['backout[bot]', `${marker}\nmine`],
  ]);
});

test('ours is found behind two pages of talk', async () => {
  await upsertComment(client(), { ...place, body: 'one' });
  const first = world.comments(repository, 481).length;
  for (let index = 0; index < 250; index += 1)
    world.addComment({ repository, number: 481, author: 'mia', body: `${index}` });
  const late = { ...place, marker: '<!-- backout:inc_fedcba9876543210 -->' };
  await upsertComment(client(), { ...late, body: 'other' });
  expect(await upsertComment(client(), { ...late, body: 'other' })).toMatchObject({ outcome: 'unchanged' });
  expect(world.comments(repository, 481)).toHaveLength(first + 251);
});

describe('after a lost answer', () => {
  test.each<[string, Fault, number]>([
    [
      'a comment that is there is not written again (502)',
      { kind: 'answer', status: 502, committed: true },
      1,
    ],
    ['a comment that is there is not written again (reset)', { kind: 'drop', committed: true }, 1],
    ['a comment that is there is not written again (truncated)', { kind: 'truncated' }, 1],
    ['one that is not there is written once more', { kind: 'answer', status: 504, committed: false }, 2],
    ['a limited one is sent again', { kind: 'secondary-limit', status: 403, retryAfterSeconds: 2 }, 2],
  ])('%s', async (_, fault, calls) => {
    world.fault({ route, calls: [1], fault });
    expect(await upsertComment(client(), { ...place, body: 'one' })).toMatchObject({ outcome: 'created' });
    expect(bodies()).toEqual([['backout[bot]', `${marker}\none`]]);
    expect(world.count(route)).toBe(calls);
  });
  test('a second one means giving up, never a third comment', async () => {
    world.fault({ route, fault: { kind: 'answer', status: 502, committed: false } });
    await expect(upsertComment(client(), { ...place, body: 'one' })).rejects.toMatchObject({
      code: 'github-unreachable',
    });
    expect(world.count(route)).toBe(2);
  });
});

test('eight runs of one incident at the same time leave one comment', async () => {
  const bodiesOf = Array.from({ length: 8 }, () => ({ ...place, body: 'same' }));
  await Promise.all(bodiesOf.map((comment) => upsertComment(client(), comment)));
  expect(bodies()).toEqual([['backout[bot]', `${marker}\nsame`]]);
});

test('a body over GitHub’s limit never leaves', async () => {
  const body = 'x'.repeat(65_536);
  await expect(upsertComment(client(), { ...place, body })).rejects.toThrow(RangeError);
  expect(world.requests).toEqual([]);
});

test.each([
  ['a token that may only read', 'reader', 481, 'input-invalid'],
  ['a pull request that is not there', 'bot', 9, 'repository-unreadable'],
])('%s is the user’s to mend', async (_, token, number, code) => {
  const asked = upsertComment(client(token), { ...place, number, body: 'x' });
  await expect(asked).rejects.toMatchObject({ name: 'UserError', code });
  expect(bodies()).toEqual([]);
});
