import type { Repository, Sha } from '@backout/incident';
import {
  type GitHubWorld,
  localFetch,
  type PullState,
  quickClock,
  temporaryGitHub,
} from '@backout/world/github';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openGitHub } from './open-github.ts';
import { pullsBehind } from './pulls-behind.ts';

const repository = 'acme/ops' as Repository;
const source = 'acme/shop' as Repository;
let world: GitHubWorld;
let bump: PullState;
let direct: Sha;
let feature: PullState;
let rebased: PullState;

beforeAll(async () => {
  const login = 'backout[bot]';
  const read = { contents: 'read', pull_requests: 'read' } as const;
  world = await temporaryGitHub({
    tokens: {
      bot: { login },
      'ops-only': { login, repositories: { [repository]: read } },
      'no-pulls': { login, repositories: { [repository]: read, [source]: { contents: 'read' } } },
      stranger: { login, repositories: {} },
    },
  });
  await world.createRepository(repository);
  await world.createRepository(source);
  await world.commit({ repository, message: 'start', files: { 'app.yaml': '1' } });
  await world.commit({ repository: source, message: 'start', files: { 'app.ts': '1' } });
  const author = 'mia';
  bump = await world.mergePull({ repository, number: 12, title: 'bump', author, files: { 'app.yaml': '2' } });
  direct = (await world.commit({ repository, message: 'hotfix', files: { 'app.yaml': '3' } })) as Sha;
  feature = await world.mergePull({
    repository: source,
    number: 481,
    title: 'f',
    author,
    files: { 'app.ts': '2' },
  });
  const commits = ['3', '4'].map((content) => ({ message: content, files: { 'app.ts': content } }));
  rebased = await world.mergePull({
    repository: source,
    number: 479,
    title: 'r',
    author,
    method: 'rebase',
    commits,
  });
});
afterAll(async () => {
  world.assertNoViolations();
  await world[Symbol.asyncDispose]();
});

const client = (token = 'bot') =>
  openGitHub({ token, apiUrl: world.url, fetch: localFetch, clock: quickClock() });
const pull = (of: Repository, { number, mergeCommit }: PullState) => ({
  repository: of,
  number,
  mergeCommit,
});
const sha = (text: string | null | undefined) => String(text) as Sha;

test('one query tells the merged pull requests behind commits and revisions', async () => {
  const short = sha(feature.mergeCommit).slice(0, 12);
  const commits = [sha(bump.mergeCommit), direct];
  const revisions = [short, sha(rebased.commits[0])];
  expect(await pullsBehind(client(), { repository, commits, source, revisions })).toEqual({
    commits: [
      { commit: bump.mergeCommit, pulls: [pull(repository, bump)] },
      { commit: direct, pulls: [] },
    ],
    source: {
      reachable: true,
      revisions: [
        { revision: short, commit: feature.mergeCommit, pulls: [pull(source, feature)] },
        { revision: rebased.commits[0], commit: rebased.commits[0], pulls: [pull(source, rebased)] },
      ],
    },
  });
  expect(world.count('POST /graphql')).toBe(1);
});

test('one that is open, or was merged into another branch, brought nothing', async () => {
  const elsewhere = { repository, title: 'x', author: 'mia', commits: [direct] };
  await world.registerPull({ ...elsewhere, number: 20, mergeCommit: null });
  await world.registerPull({ ...elsewhere, number: 21, mergeCommit: direct, base: 'release' });
  const answer = await pullsBehind(client(), { repository, commits: [direct], source: null, revisions: [] });
  expect(answer).toEqual({ commits: [{ commit: direct, pulls: [] }], source: null });
});

test.each([
  ['the token does not see the repository', 'ops-only'],
  ['the token may not read its pull requests', 'no-pulls'],
])('%s of the code: the other half is answered', async (_, token) => {
  const commits = [sha(bump.mergeCommit)];
  const revisions = [sha(feature.mergeCommit)];
  expect(await pullsBehind(client(token), { repository, commits, source, revisions })).toEqual({
    commits: [{ commit: bump.mergeCommit, pulls: [pull(repository, bump)] }],
    source: { reachable: false },
  });
});

test('a GitOps repository out of reach is the user’s to mend', async () => {
  const question = { repository, commits: [direct], source, revisions: [] };
  await expect(pullsBehind(client('stranger'), question)).rejects.toMatchObject({
    code: 'repository-unreadable',
  });
});

test('hostile revisions stand for nothing and break nothing', async () => {
  const revisions = ['") { id } viewer { login } #', 'HEAD', 'main:app.ts', '', 'f'.repeat(40), '$x'];
  const answer = await pullsBehind(client(), { repository, commits: [], source, revisions });
  expect(answer.source).toEqual({
    reachable: true,
    revisions: revisions.map((revision) => ({ revision, commit: null, pulls: [] })),
  });
});

test('a branch that is named like a short revision does not stand for it', async () => {
  const revision = 'deadbeefcafe';
  await world.commit({ repository: source, branch: revision, message: 'trap', files: { a: '1' } });
  const answer = await pullsBehind(client(), { repository, commits: [], source, revisions: [revision] });
  expect(answer.source).toEqual({ reachable: true, revisions: [{ revision, commit: null, pulls: [] }] });
});

test('more than a hundred commits take a second query', async () => {
  const commits = Array.from({ length: 101 }, (_, index) => (index === 100 ? sha(bump.mergeCommit) : direct));
  const before = world.requests.length;
  const answer = await pullsBehind(client(), { repository, commits, source: null, revisions: [] });
  expect(answer.commits[100]?.pulls).toEqual([pull(repository, bump)]);
  expect(world.requests.length - before).toBe(2);
});
