import type { IncidentId, Instant, RevertKey, Sha } from '@backout/incident';
import { describe, expect, test } from 'vitest';
import type { Entry, RevertIntent } from './entry.ts';
import { isRecovery, revertsOf } from './history.ts';
import type { Ledger } from './read.ts';

const sha = (digit: string) => digit.repeat(40) as Sha;
const recorded = {
  key: 'a'.repeat(40) as RevertKey,
  incident: 'inc_0123456789abcdef' as IncidentId,
  application: 'checkout',
  at: '2026-11-20T14:02:42.000Z' as Instant,
  commit: sha('c'),
};
const intent = { type: 'revert.intent', branch: 'main', ...recorded } as RevertIntent;
const outcome = { type: 'revert.outcome', outcome: 'reverted' } as Entry;
const recovered = { type: 'recovery', outcome: 'recovered' } as Entry;
const notRecovered = { type: 'recovery', outcome: 'not-recovered' } as Entry;
const decided = { type: 'decision', outcome: 'recovered' } as unknown as Entry;

const ledgerOf = (...entries: readonly Entry[]): Ledger => ({
  ref: 'refs/backout/reverts/k',
  head: sha('e'),
  damaged: false,
  entries: entries.map((entry) => ({ sha: sha('e'), entry })),
});

describe('the reverts of a branch', () => {
  test.each([
    ['pushed', [intent], false],
    ['pushed and seen to be there', [intent, outcome], false],
    ['of which the service recovered', [intent, outcome, recovered], true],
    ['of which it did not', [intent, notRecovered], false],
    ['that something else says recovered', [intent, decided], false],
  ])('are known by their ledgers: one %s', (_, entries, helped) => {
    expect(revertsOf([ledgerOf(...entries)], 'main')).toEqual([{ ...recorded, recovered: helped }]);
  });

  test('leave out those of another branch', () => {
    expect(revertsOf([ledgerOf(intent), ledgerOf({ ...intent, branch: 'next' })], 'main')).toHaveLength(1);
    expect(revertsOf([], 'main')).toEqual([]);
  });

  test.each([
    ['that is damaged', { ...ledgerOf(intent), damaged: true }],
    ['that begins with something else', ledgerOf(recovered, intent)],
    ['without an entry', ledgerOf()],
  ])('are not counted where there is a ledger %s', (_, ledger) => {
    expect(revertsOf([ledgerOf(intent), ledger], 'main')).toEqual({ unreadable: 'refs/backout/reverts/k' });
  });

  test('are not counted where the ledgers cannot be read', () => {
    expect(revertsOf(null, 'main')).toEqual({ unreadable: 'refs/backout/reverts/*' });
  });
});

describe('a revision that a revert of ours made', () => {
  const helped = { ...recorded, recovered: true };

  test.each([
    ['is good where it helped', [helped], sha('c'), true],
    ['is not known to be good where it did not', [{ ...helped, recovered: false }], sha('c'), false],
    ['is none where it is another', [helped], sha('d'), false],
    ['is found among others', [{ ...helped, commit: sha('d') }, helped], sha('c'), true],
    ['is none where nothing was live', [helped], null, false],
    ['is not known where the ledgers cannot be read', { unreadable: 'x' }, sha('c'), false],
  ])('%s', (_, reverts, revision, expected) => {
    expect(isRecovery(reverts, revision)).toBe(expected);
  });
});
