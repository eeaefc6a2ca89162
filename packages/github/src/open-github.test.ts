import type { Repository } from '@backout/incident';
import { type Fault, type GitHubWorld, localFetch, quickClock, temporaryGitHub } from '@backout/world/github';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { canReach } from './can-reach.ts';
import { type GitHubOptions, openGitHub } from './open-github.ts';
import { readPull } from './read-pull.ts';

const repository = 'acme/shop' as Repository;
const route = 'GET /repos/{owner}/{repo}';
let world: GitHubWorld;

beforeEach(async () => {
  world = await temporaryGitHub({
    tokens: { bot: { login: 'backout[bot]' }, stranger: { login: 'stranger', repositories: {} } },
  });
  await world.createRepository(repository);
  await world.commit({ repository, message: 'start', files: { a: '1' } });
});
afterEach(() => world[Symbol.asyncDispose]());

function client(options: Partial<GitHubOptions> = {}, clock = quickClock()) {
  return openGitHub({ token: 'bot', apiUrl: world.url, fetch: localFetch, clock, ...options });
}

const unavailable: Fault = { kind: 'answer', status: 503, committed: false };

describe('a read', () => {
  test.each<[string, Fault]>([
    ['a 503', unavailable],
    ['a dropped connection', { kind: 'drop', committed: false }],
    ['truncated JSON', { kind: 'truncated' }],
    ['HTML with status 200', { kind: 'html' }],
  ])('is repeated after %s, and after a second one', async (_, fault) => {
    await world.mergePull({ repository, number: 7, title: 'x', author: 'mia', files: { a: '2' } });
    world.fault({ route: 'GET /repos/{owner}/{repo}/pulls/{pull_number}', calls: [1, 2], fault });
    const clock = quickClock();
    expect(await readPull(client({}, clock), { repository, number: 7 })).toMatchObject({ state: 'merged' });
    expect(clock.pauses).toEqual([250, 500]);
  });
  test('is given up after three tries, with what to do and without GitHub’s words', async () => {
    const body = { message: '::error::<script>' };
    world.fault({ route, fault: { kind: 'answer', status: 502, committed: false, body } });
    await expect(canReach(client(), repository)).rejects.toMatchObject({
      code: 'github-unreachable',
      message:
        'GitHub gave no usable answer when asked to look the repository up in acme/shop: run the job again when GitHub is back',
    });
    expect(world.count(route)).toBe(3);
  });
  test('waits as long as GitHub asks for when that fits', async () => {
    world.fault({ route, calls: [1], fault: { kind: 'secondary-limit', status: 403, retryAfterSeconds: 7 } });
    const clock = quickClock();
    expect(await canReach(client({}, clock), repository)).toBe(true);
    expect(clock.pauses).toEqual([7000]);
  });
  test.each([
    ['an hour', 3600, '3600 s'],
    ['no time that it names', null, '60 s'],
  ])('does not wait %s', async (_, retryAfterSeconds, named) => {
    world.fault({ route, fault: { kind: 'secondary-limit', status: 429, retryAfterSeconds } });
    const asked = canReach(client(), repository);
    await expect(asked).rejects.toMatchObject({ code: 'github-unreachable' });
    await expect(asked).rejects.toThrow(named);
    expect(world.count(route)).toBe(1);
  });
  test('ends with the job that wanted it', async () => {
    world.fault({ route, fault: { kind: 'hang', committed: false } });
    const job = new AbortController();
    const asked = canReach(client({ signal: job.signal }), repository);
    const ended = expect(asked).rejects.toMatchObject({ code: 'cancelled' });
    await expect.poll(() => world.count(route)).toBe(1);
    job.abort();
    await ended;
  });
  test('that nobody answers ends with its time limit', async () => {
    world.fault({ route, fault: { kind: 'hang', committed: false } });
    await expect(canReach(client({ callSeconds: 0.2 }), repository)).rejects.toMatchObject({
      code: 'github-unreachable',
    });
  });
});

test('a token that is not valid is the user’s to mend, and is not tried again', async () => {
  await expect(canReach(client({ token: 'nobody' }), repository)).rejects.toMatchObject({
    code: 'input-invalid',
  });
  expect(world.count(route)).toBe(1);
});

test('a token reaches its repositories and no others', async () => {
  expect(await canReach(client(), repository)).toBe(true);
  expect(await canReach(client({ token: 'stranger' }), repository)).toBe(false);
  expect(await canReach(client(), 'acme/none' as Repository)).toBe(false);
});

test('the address of GitHub Enterprise works as well', async () => {
  expect(await canReach(client({ apiUrl: `${world.url}/api/v3` }), repository)).toBe(true);
});
