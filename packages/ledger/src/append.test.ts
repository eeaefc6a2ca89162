import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Git, Output } from '@backout/gitops';
import type { IncidentId, Sha } from '@backout/incident';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { appendEntry } from './append.ts';
import type { Entry } from './entry.ts';
import { incidentRef } from './refs.ts';

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'append-'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

const [head, own] = ['1'.repeat(40) as Sha, '2'.repeat(40) as Sha];
const ref = incidentRef('inc_0123456789abcdef' as IncidentId);
const entry = {
  type: 'recovery',
  incident: 'inc_0123456789abcdef',
  at: '2026-11-20T14:02:42.000Z',
  outcome: 'recovered',
} as Entry;

type Answers = Readonly<Record<string, Partial<Output>>>;

/** A git that answers each command in one way, the last answer of a list for good. */
function gitWith(answers: Readonly<Record<string, readonly Partial<Output>[]>> | Answers) {
  const asked: string[][] = [];
  const git: Git = {
    directory,
    read: async () => '',
    feed: async () => '',
    fetchAtMost: async () => 'too-many',
    another: () => Promise.reject(new Error('not here')),
    object: async () => Buffer.alloc(0),
    run: async (...args) => {
      const given = { 'ls-remote': nothing, ...answers }[args[0] as 'ls-remote'] ?? {};
      const times = asked.filter(([command]) => command === args[0]).length;
      asked.push([...args]);
      const answer = Array.isArray(given) ? (given[times] ?? given.at(-1)) : given;
      return { code: 0, stdout: '', stderr: '', ...answer };
    },
    [Symbol.asyncDispose]: async () => {},
  };
  const pushes = () => asked.filter(([command]) => command === 'push');
  return { git, asked, pushes };
}

/** Every answer of the remote ends with its `HEAD`. */
const nothing = { stdout: `${own}\tHEAD\n` };
const advertised = { stdout: `${head}\t${ref}\n${nothing.stdout}` };
const stale = { code: 1, stdout: `!\t${own}:${ref}\t[rejected] (stale info)` };

describe('an entry of the ledger', () => {
  test('begins a ref that must not be there', async () => {
    const { git, pushes } = gitWith({});
    const commit = await appendEntry(git, { ref, entry, objectFormat: head });
    expect(pushes()).toEqual([
      ['push', '--porcelain', `--force-with-lease=${ref}:`, 'origin', `${commit}:${ref}`],
    ]);
  });

  test('that is put onto an own one is pushed without a look', async () => {
    const { git, asked } = gitWith({});
    const commit = await appendEntry(git, { ref, entry, objectFormat: head, onto: own });
    expect(asked).toEqual([
      ['push', '--porcelain', `--force-with-lease=${ref}:${own}`, 'origin', `${commit}:${ref}`],
    ]);
  });

  test('that lost a race is put onto what came before it', async () => {
    const { git, pushes } = gitWith({ 'ls-remote': [nothing, advertised], push: [stale, {}] });
    const readable: Git = { ...git, read: async () => `${head} \nnot an entry\0` };
    expect(await appendEntry(readable, { ref, entry, objectFormat: head })).not.toBeNull();
    expect(pushes().map(([, , lease]) => lease)).toEqual([
      `--force-with-lease=${ref}:`,
      `--force-with-lease=${ref}:${head}`,
    ]);
  });

  test.each([
    ['403', { stderr: 'fatal: unable to access: The requested URL returned error: 403' }],
    ['401', { stderr: 'The requested URL returned error: 401' }],
    ['a permission', { stderr: 'remote: Permission to acme/gitops.git denied to robin.' }],
    ['a hook', { stdout: `!\t${own}:${ref}\t[remote rejected] (pre-receive hook declined)` }],
    ['a rule of GitHub', { stderr: 'remote: error: GH013: Repository rule violations found' }],
  ])('is given up at once where it is refused by %s', async (_, said) => {
    const { git, pushes } = gitWith({ push: { code: 1, ...said } });
    expect(await appendEntry(git, { ref, entry, objectFormat: head })).toBeNull();
    expect(pushes()).toHaveLength(1);
  });

  test.each([
    ['the server is busy', { stderr: 'The requested URL returned error: 502' }],
    ['others are always faster', stale],
    [
      'a commit id holds the digits of a refusal',
      { stderr: `is at ${'403'.repeat(13)}1, not what was expected` },
    ],
  ])('is tried five times where %s', async (_, said) => {
    const { git, pushes } = gitWith({ push: { code: 1, ...said } });
    expect(await appendEntry(git, { ref, entry, objectFormat: head })).toBeNull();
    expect(pushes()).toHaveLength(5);
  });

  test('is never pushed onto what cannot be read', async () => {
    const gone = gitWith({ 'ls-remote': { code: 128 } });
    expect(await appendEntry(gone.git, { ref, entry, objectFormat: head })).toBeNull();
    expect(gone.asked.map(([command]) => command)).toEqual(Array(5).fill('ls-remote'));
    const short = gitWith({ 'ls-remote': { stdout: `${head}\t${ref}\n` } });
    expect(await appendEntry(short.git, { ref, entry, objectFormat: head })).toBeNull();
    expect(short.pushes()).toEqual([]);
    const unread = gitWith({ 'ls-remote': advertised, fetch: { code: 128, stderr: 'HTTP 502' } });
    expect(await appendEntry(unread.git, { ref, entry, objectFormat: head })).toBeNull();
    expect(unread.pushes()).toEqual([]);
  });
});
