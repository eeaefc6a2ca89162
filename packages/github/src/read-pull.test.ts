import type { Repository } from '@backout/incident';
import { type GitHubWorld, localFetch, quickClock, temporaryGitHub } from '@backout/world/github';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openGitHub } from './open-github.ts';
import { readPull } from './read-pull.ts';

const repository = 'acme/shop' as Repository;
let world: GitHubWorld;

beforeAll(async () => {
  const login = 'reader';
  world = await temporaryGitHub({
    tokens: { bot: { login }, blind: { login, repositories: { [repository]: { contents: 'read' } } } },
  });
  await world.createRepository(repository);
  await world.commit({ repository, message: 'start', files: { a: '1' } });
});
afterAll(async () => {
  world.assertNoViolations();
  await world[Symbol.asyncDispose]();
});

const client = (token = 'bot') =>
  openGitHub({ token, apiUrl: world.url, fetch: localFetch, clock: quickClock() });

test('a merged pull request is told with its title cut at the border', async () => {
  const title = `Retry payments ${'!'.repeat(1000)}`;
  const merged = await world.mergePull({ repository, number: 481, title, author: 'mia', files: { a: '2' } });
  expect(await readPull(client(), { repository, number: 481 })).toEqual({
    repository,
    number: 481,
    url: `${world.url}/acme/shop/pull/481`,
    title: title.slice(0, 500),
    state: 'merged',
    author: 'mia',
    mergeCommit: merged.mergeCommit,
  });
});

test('an open one has no merge commit, and an author’s odd name is left out', async () => {
  await world.registerPull({ repository, number: 482, title: 'x', author: 'a <b>', mergeCommit: null });
  expect(await readPull(client(), { repository, number: 482 })).toMatchObject({
    state: 'open',
    author: null,
    mergeCommit: null,
  });
});

test.each([
  ['one that is not there', 'bot', 'repository-unreadable'],
  ['one that the token may not read', 'blind', 'input-invalid'],
])('%s is the user’s to mend', async (_, token, code) => {
  const asked = readPull(client(token), { repository, number: 9 });
  await expect(asked).rejects.toMatchObject({ name: 'UserError', code });
  await expect(asked).rejects.toThrow('`pull-requests: read`');
});
