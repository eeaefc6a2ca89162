import { expect, test } from 'vitest';
import { type OutcomeKind, outcomeOf } from './outcome.ts';
import { allSucceeded, openFixtures } from './testing/fixtures.ts';

const { report } = openFixtures();

const examples = {
  stopped: 'stop-bug',
  quiet: 'healthy',
  'never-ran': 'sync-failed',
  undecided: 'no-data',
  unattributed: 'watched',
  'would-have': 'refused-observe',
  refused: 'refused-limit',
  'revert-lost': 'attributed',
  'not-reverted': 'conflict',
  unverified: 'acted',
  verified: 'verified',
} satisfies Record<OutcomeKind, string>;

test.each(Object.entries(examples))('%s is how %s ends', (kind, fixture) => {
  expect(outcomeOf(report(fixture)).kind).toBe(kind);
});

test('more than the mode in the way is a refusal', () => {
  expect(outcomeOf(report('refused-observe-and-limits')).kind).toBe('refused');
});

test('a workflow without a revert job would have reverted', () => {
  const { kind } = outcomeOf(report('attributed', { ...allSucceeded, revert: 'absent' }));
  expect(kind).toBe('would-have');
});
