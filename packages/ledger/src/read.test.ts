import type { Git } from '@backout/gitops';
import type { Sha } from '@backout/incident';
import { expect, test } from 'vitest';
import { readLedgers } from './read.ts';

const sha = (digit: number) => `${digit}`.repeat(40) as Sha;
const refs = new Map([
  ['refs/backout/reverts/k', sha(3)],
  ['refs/backout/reverts/l', sha(4)],
]);
const records = [
  `${sha(4)} \nother\n`,
  `${sha(3)} ${sha(2)}\nthird\n`,
  `${sha(2)} ${sha(1)}\nsecond\n`,
  `${sha(1)} \nfirst\n`,
];
const whole = records.map((record) => `${record}\0`).join('');

/** A git that has fetched everything, and reads this much of it. */
const gitReading = (log: string) =>
  ({ run: async () => ({ code: 0, stdout: '', stderr: '' }), read: async () => log }) as unknown as Git;

test('a ledger is read with all of its entries', async () => {
  const ledgers = await readLedgers(gitReading(whole), refs);
  expect(ledgers.map(({ ref, head }) => [ref, head])).toEqual([...refs]);
});

test('a ledger whose older entries are not there is not read: the first of them says what it is about', async () => {
  for (let end = 0; end < whole.length; end++) {
    await expect(readLedgers(gitReading(whole.slice(0, end)), refs)).rejects.toMatchObject({
      code: 'repository-unreadable',
    });
  }
});
