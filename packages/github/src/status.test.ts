import type { Repository, Sha } from '@backout/incident';
import { type Fault, type GitHubWorld, localFetch, quickClock, temporaryGitHub } from '@backout/world/github';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openGitHub } from './open-github.ts';
import { readViewer } from './read-viewer.ts';
import { readStatus, readStatuses, setStatus } from './status.ts';

const repository = 'acme/ops' as Repository;
const route = 'POST /repos/{owner}/{repo}/statuses/{sha}';
let world: GitHubWorld;
let sha: Sha;

beforeEach(async () => {
  world = await temporaryGitHub({
    tokens: {
      bot: { login: 'backout[bot]' },
      other: { login: 'mallory' },
      reader: { login: 'reader', repositories: { [repository]: { contents: 'read', statuses: 'read' } } },
    },
  });
  await world.createRepository(repository);
  sha = (await world.commit({ repository, message: 'start', files: { a: '1' } })) as Sha;
});
afterEach(async () => {
  world.assertNoViolations();
  await world[Symbol.asyncDispose]();
});

const client = (token = 'bot') =>
  openGitHub({ token, apiUrl: world.url, fetch: localFetch, clock: quickClock() });
const place = (context = 'backout/shop') => ({ repository, sha, context });
const healthy = () => ({ ...place(), state: 'success', description: 'healthy after 4 min' }) as const;

test('what was set is read back, with who set it', async () => {
  await setStatus(client(), { ...healthy(), targetUrl: 'https://ci.example.test/1' });
  expect(await readStatus(client(), place())).toEqual({
    state: 'success',
    description: 'healthy after 4 min',
    targetUrl: 'https://ci.example.test/1',
    creator: 'backout[bot]',
  });
});

test('the newest status of the context counts, whoever set it', async () => {
  await setStatus(client(), healthy());
  await setStatus(client('other'), { ...healthy(), state: 'failure' });
  await setStatus(client(), { ...healthy(), context: 'backout/other', state: 'pending' });
  expect(await readStatus(client(), place())).toMatchObject({ state: 'failure', creator: 'mallory' });
  expect(await readStatus(client(), place('ci'))).toBeNull();
});

test('a status is found behind a page of others', async () => {
  await setStatus(client(), healthy());
  for (let index = 0; index < 101; index += 1)
    world.addStatus({ repository, sha, context: `ci/${index}`, state: 'success', creator: 'ci[bot]' });
  expect(await readStatus(client(), place())).toMatchObject({ state: 'success' });
});

test('all statuses of the context are read, newest first, across pages', async () => {
  await setStatus(client(), healthy());
  for (let index = 0; index < 101; index += 1)
    world.addStatus({ repository, sha, context: `ci/${index}`, state: 'success', creator: 'ci[bot]' });
  await setStatus(client('other'), { ...healthy(), state: 'failure' });
  expect((await readStatuses(client(), place())).map(({ creator }) => creator)).toEqual([
    'mallory',
    'backout[bot]',
  ]);
  expect(await readStatuses(client(), place('ci'))).toEqual([]);
});

test('the account of a token is told as it stands beside what it writes', async () => {
  expect(await readViewer(client(), repository)).toBe('backout[bot]');
});

test('a long description is cut at 140 characters', async () => {
  await setStatus(client(), { ...healthy(), description: `${'x'.repeat(138)}😀😀` });
  expect((await readStatus(client(), place()))?.description).toBe(`${'x'.repeat(138)}…`);
});

describe('after a lost answer', () => {
  test.each<[string, Fault, number]>([
    ['a status that was written is not written again', { kind: 'answer', status: 502, committed: true }, 1],
    ['neither when the connection broke', { kind: 'drop', committed: true }, 1],
    ['nor when the answer cannot be read', { kind: 'truncated' }, 1],
    ['one that was not is asked for once more', { kind: 'answer', status: 502, committed: false }, 2],
  ])('%s', async (_, fault, calls) => {
    world.fault({ route, calls: [1], fault });
    await setStatus(client(), healthy());
    expect(world.statuses(repository, sha)).toHaveLength(1);
    expect(world.count(route)).toBe(calls);
  });
  test('and a second one it is given up', async () => {
    world.fault({ route, fault: { kind: 'answer', status: 502, committed: false } });
    await expect(setStatus(client(), healthy())).rejects.toMatchObject({ code: 'github-unreachable' });
    expect(world.count(route)).toBe(2);
  });
});

test('a token without the permission is told which one', async () => {
  await expect(setStatus(client('reader'), healthy())).rejects.toThrow(
    'the token may not write the commit status in acme/ops: give it the permission `statuses: write` there',
  );
  expect(world.count(route)).toBe(1);
});
