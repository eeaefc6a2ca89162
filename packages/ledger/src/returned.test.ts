import type { Git } from '@backout/gitops';
import type { Instant, Sha } from '@backout/incident';
import { expect, test } from 'vitest';
import type { RevertIntent } from './entry.ts';
import type { Ledger } from './read.ts';
import { returnsBadValue } from './returned.ts';

const sha = (digit: number) => `${digit}`.repeat(40) as Sha;

/** Of a revert made at this minute, on the commit with the same digit. */
function ledgerAt(minute: number): Ledger {
  const entry = {
    type: 'revert.intent',
    application: 'checkout',
    at: `2026-11-20T14:0${minute}:00.000Z` as Instant,
    reverts: [sha(minute)],
    parent: sha(minute),
    commit: sha(minute),
  } as unknown as RevertIntent;
  return { ref: 'r', head: sha(minute), damaged: false, entries: [{ sha: sha(minute), entry }] };
}

/** A git whose remote has none of the commits that it is asked for. */
function emptyRemote() {
  const asked: string[] = [];
  const git = {
    run: async (...args: readonly string[]) => {
      asked.push(...args.filter((arg) => /^\d{40}$/.test(arg)));
      return { code: 128, stdout: '', stderr: 'fatal: remote error: upload-pack: not our ref 0123' };
    },
  } as unknown as Git;
  return { git, asked };
}

const landed = { application: 'checkout', commit: sha(0), paths: ['app'] };

test('of what was taken back the newest five are looked at, the newest first, in whatever order they come', async () => {
  for (const minutes of [
    [1, 2, 3, 4, 5, 6, 7],
    [7, 6, 5, 4, 3, 2, 1],
    [4, 7, 1, 6, 2, 5, 3],
  ]) {
    const { git, asked } = emptyRemote();
    expect(await returnsBadValue(git, landed, minutes.map(ledgerAt))).toBe('unknown');
    expect(asked).toEqual([7, 6, 5, 4, 3].map(sha));
  }
});

test('a ledger that does not say what it is about is not looked at here: the caps refuse it', async () => {
  const { git, asked } = emptyRemote();
  const damaged = { ...ledgerAt(3), damaged: true };
  expect(await returnsBadValue(git, landed, [damaged])).toBe('no');
  expect(await returnsBadValue(git, landed, [damaged, ledgerAt(2)])).toBe('unknown');
  expect(asked).toEqual([sha(2)]);
});

test('a fault of our own is no answer', async () => {
  const broken = { run: () => Promise.reject(new TypeError('x')) } as unknown as Git;
  await expect(returnsBadValue(broken, landed, [ledgerAt(1)])).rejects.toThrow(TypeError);
});
