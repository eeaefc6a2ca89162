import { expect, test } from 'vitest';
import { applicationOf } from '../testing/synced.ts';
import { syncState } from './sync-state.ts';

test('an application of which no revision is told does not run the revert', () => {
  expect(syncState(applicationOf([], { revision: null }), () => true)).toBe('waiting');
});
