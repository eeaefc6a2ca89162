import type { Repository } from '@backout/incident';
import { type Fault, type GitHubWorld, localFetch, quickClock, temporaryGitHub } from '@backout/world/github';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openGitHub } from './open-github.ts';
import { upsertIssue } from './upsert-issue.ts';

const repository = 'acme/ops' as Repository;
const route = 'POST /repos/{owner}/{repo}/issues';
const marker = '<!-- backout:inc_0123456789abcdef -->';
const issue = { repository, marker, title: 'shop did not recover', body: 'evidence', labels: ['page'] };
let world: GitHubWorld;

beforeEach(async () => {
  world = await temporaryGitHub({ tokens: { bot: { login: 'backout[bot]' } } });
  await world.createRepository(repository);
});
afterEach(async () => {
  world.assertNoViolations();
  await world[Symbol.asyncDispose]();
});

const client = () => openGitHub({ token: 'bot', apiUrl: world.url, fetch: localFetch, clock: quickClock() });

test('an escalation opens one labelled issue and keeps it up to date', async () => {
  const created = await upsertIssue(client(), issue);
  expect(created).toEqual({ number: 1, url: `${world.url}/acme/ops/issues/1`, outcome: 'created' });
  expect(await upsertIssue(client(), issue)).toMatchObject({ outcome: 'unchanged' });
  expect(await upsertIssue(client(), { ...issue, title: 'shop recovered' })).toMatchObject({
    outcome: 'updated',
  });
  expect(world.issues(repository)).toMatchObject([
    { title: 'shop recovered', body: `${marker}\nevidence`, labels: ['backout', 'page'], state: 'open' },
  ]);
});

test('once a human has closed it, the next escalation is a new issue', async () => {
  world.addIssue({
    repository,
    author: 'backout[bot]',
    title: 'x',
    body: marker,
    labels: ['backout'],
    state: 'closed',
  });
  expect(await upsertIssue(client(), issue)).toMatchObject({ number: 2, outcome: 'created' });
});

test('an issue that somebody else opened with our marker is not touched', async () => {
  world.addIssue({ repository, author: 'mallory', title: 'mine', body: marker, labels: ['backout'] });
  expect(await upsertIssue(client(), issue)).toMatchObject({ number: 2, outcome: 'created' });
  expect(world.issues(repository)[0]).toMatchObject({ title: 'mine', body: marker });
});

test.each<[string, Fault, number]>([
  ['a 502 after it was opened', { kind: 'answer', status: 502, committed: true }, 1],
  ['a broken connection after it was opened', { kind: 'drop', committed: true }, 1],
  ['a 502 before it was opened', { kind: 'answer', status: 502, committed: false }, 2],
])('%s leaves one issue', async (_, fault, calls) => {
  world.fault({ route, calls: [1], fault });
  await upsertIssue(client(), issue);
  expect(world.issues(repository)).toHaveLength(1);
  expect(world.count(route)).toBe(calls);
});

test('runs at the same time leave one open issue', async () => {
  await Promise.all(Array.from({ length: 4 }, () => upsertIssue(client(), issue)));
  expect(world.issues(repository).filter(({ state }) => state === 'open')).toHaveLength(1);
});

test('a title over GitHub’s limit is cut', async () => {
  await upsertIssue(client(), { ...issue, title: 'x'.repeat(300) });
  expect(world.issues(repository)[0]?.title).toBe(`${'x'.repeat(255)}…`);
});

test('a repository without issues is the user’s to mend', async () => {
  const closed = 'acme/quiet' as Repository;
  await world.createRepository(closed, { hasIssues: false });
  await expect(upsertIssue(client(), { ...issue, repository: closed })).rejects.toThrow(
    'issues are switched off there',
  );
});
