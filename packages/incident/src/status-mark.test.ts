import { describe, expect, test } from 'vitest';
import {
  isFailureMark,
  isHealthyMark,
  type MarkedOutcome,
  markText,
  statusContext,
  statusState,
} from './status-mark.ts';

const outcomes: readonly MarkedOutcome[] = [
  'watching',
  'healthy',
  'regression',
  'ambiguous',
  'no-data',
  'provider-error',
  'superseded',
];

describe('the mark of a watch on a revision', () => {
  test('stands under the name of its application', () => {
    expect(statusContext('checkout')).toBe('backout/checkout');
  });

  test.each(outcomes)('of %s is read back as what it was: known good or not', (outcome) => {
    const mark = { state: statusState(outcome) ?? '', description: markText(outcome, 'errors: 0 of 9') };
    expect(mark.description).toBe(`${outcome}: errors: 0 of 9`);
    expect(isHealthyMark(mark)).toBe(outcome === 'healthy');
    expect(isFailureMark(mark)).toBe(outcome === 'regression');
  });

  test.each([
    ['another success', 'success', 'All checks have passed'],
    ['a success without words', 'success', null],
    ['a failure that begins like one', 'failure', 'healthy: errors 0 of 9'],
    ['words that begin like it', 'success', 'healthy-ish: x'],
    ['words that hold it', 'success', 'was: healthy'],
  ])('is not %s', (_, state, description) => {
    expect(isHealthyMark({ state, description })).toBe(false);
  });
});
