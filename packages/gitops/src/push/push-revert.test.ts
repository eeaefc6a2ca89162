import type { RevertRef, Sha } from '@backout/incident';
import { describe, expect, test } from 'vitest';
import type { Git, Output } from '../git.ts';
import { pushRevert } from './push-revert.ts';

const sha = (digit: string) => digit.repeat(40) as Sha;
const ref = `refs/backout/reverts/${'d'.repeat(40)}` as RevertRef;
const push = { branch: 'main', tip: sha('1'), commit: sha('2'), ref, entry: sha('3') };

/** A git whose push answers `pushed`, and whose remote then shows these refs; null: it does not answer. */
function gitWith(
  pushed: Partial<Output>,
  refs: Readonly<Record<string, Sha>> | null,
): Git & { asked: string[][] } {
  const asked: string[][] = [];
  return {
    ...{ asked, directory: '', read: async () => '', [Symbol.asyncDispose]: async () => {} },
    feed: async () => '',
    fetchAtMost: async () => 'too-many',
    another: () => Promise.reject(new Error('not here')),
    object: async () => Buffer.alloc(0),
    run: async (...args) => {
      asked.push([...args]);
      if (args[0] === 'push') return { code: 0, stdout: '', stderr: '', ...pushed };
      if (refs === null) return { code: 128, stdout: '', stderr: 'fatal: unable to access' };
      const lines = Object.entries(refs).map(([name, id]) => `${id}\t${name}\n`);
      return { code: 0, stdout: lines.reverse().join(''), stderr: '' };
    },
  };
}

const shown = (tip: Sha, lock: Sha | null) => ({
  HEAD: tip,
  'refs/heads/main': tip,
  ...(lock !== null && { [ref]: lock }),
});

test('one push asks for both refs at once, each only as it was seen', async () => {
  const git = gitWith({}, shown(sha('2'), sha('3')));
  await pushRevert(git, push);
  expect(git.asked.filter(([command]) => command === 'push')).toEqual([
    [
      'push',
      '--quiet',
      '--porcelain',
      '--atomic',
      `--force-with-lease=refs/heads/main:${sha('1')}`,
      `--force-with-lease=${ref}:`,
      'origin',
      `${sha('2')}:refs/heads/main`,
      `${sha('3')}:${ref}`,
    ],
  ]);
});

describe('what the remote shows afterwards decides, whatever git said of the push', () => {
  test.each([
    [
      'our lock, although the push failed',
      { code: 1 },
      { ...shown(sha('2'), sha('3')), 'refs/backout/stop': sha('9') },
      {
        kind: 'pushed',
        refs: new Map([
          [ref, sha('3')],
          ['refs/backout/stop', sha('9')],
        ]),
      },
    ],
    [
      'another lock, although the push went well',
      { code: 0 },
      shown(sha('4'), sha('5')),
      { kind: 'locked', entry: sha('5') },
    ],
    ['no lock, and a branch that moved', { code: 1 }, shown(sha('4'), null), { kind: 'lost', moved: true }],
    ['no lock, and the branch as it was', { code: 1 }, shown(sha('1'), null), { kind: 'lost', moved: false }],
    [
      'no lock, although the push went well',
      { code: 0 },
      shown(sha('1'), null),
      { kind: 'lost', moved: false },
    ],
    ['no answer', { code: 0 }, null, { kind: 'unknown' }],
  ])('%s', async (_, pushed, refs, outcome) => {
    expect(await pushRevert(gitWith(pushed, refs), push)).toEqual(outcome);
  });

  test('a remote that does not answer is asked three times', async () => {
    const git = gitWith({}, null);
    await pushRevert(git, push);
    expect(git.asked.filter(([command]) => command === 'ls-remote')).toHaveLength(3);
  });

  test('a refusal is told by its words', async () => {
    const stderr = 'remote: error: GH006: Protected branch update failed for refs/heads/main.';
    const outcome = await pushRevert(gitWith({ code: 1, stderr }, shown(sha('1'), null)), push);
    const said = 'GH006: Protected branch update failed for refs/heads/main.';
    expect(outcome).toEqual({ kind: 'refused', code: 'branch-protected', said });
  });

  test('a server that is busy is no lost race', async () => {
    const stderr = 'fatal: unable to access: The requested URL returned error: 502';
    expect(await pushRevert(gitWith({ code: 128, stderr }, shown(sha('1'), null)), push)).toEqual({
      kind: 'busy',
    });
  });
});
