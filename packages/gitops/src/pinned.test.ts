import { type Sha, sha256 } from '@backout/incident';
import { expect, test } from 'vitest';
import type { Git } from './git.ts';
import { readPinned } from './pinned.ts';

const commit = '3f2c1ab'.padEnd(40, '0') as Sha;
const policy = 'version: 1\n';

/** A git that has this text at `.backout.yml`, or nothing there. */
function gitWith(text: string | null): Git {
  const blob = Buffer.from('a'.repeat(40), 'hex');
  const objects = {
    commit: Buffer.from(`tree ${'b'.repeat(40)}\n`),
    tree: text === null ? Buffer.alloc(0) : Buffer.concat([Buffer.from('100644 .backout.yml\0'), blob]),
    blob: Buffer.from(text ?? ''),
  };
  return {
    read: async () => '',
    feed: async () => '',
    fetchAtMost: async () => 'too-many',
    another: () => Promise.reject(new Error('not here')),
    object: async (type) => objects[type],
    directory: '',
    run: async () => ({ code: 0, stdout: '', stderr: '' }),
    [Symbol.asyncDispose]: async () => {},
  };
}

const pinned = { path: '.backout.yml', commit, sha256: sha256(policy) };

test('a policy is read where it is what an earlier stage read', async () => {
  expect(await readPinned(gitWith(policy), pinned)).toBe(policy);
});

test.each([
  ['of other content', 'version: 1\nmode: act\n'],
  ['of the same words with another line end', 'version: 1\r\n'],
  ['that is not there', null],
])('a policy %s is refused', async (_, text) => {
  await expect(readPinned(gitWith(text), pinned)).rejects.toMatchObject({
    code: 'policy-unreadable',
    message: 'the policy that the watch read is not at 3f2c1ab00000',
  });
});
