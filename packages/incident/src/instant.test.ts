import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Instant, instant, milliseconds } from './instant.ts';

test('a moment is its milliseconds, and back', () => {
  expect(instant(1_795_183_361_000.9)).toBe('2026-11-20T14:02:41.000Z');
  expect(milliseconds('2026-11-20T14:02:41.000Z' as Instant)).toBe(1_795_183_361_000);
});

test('moments compare as text, in the order of time', () => {
  const moment = fc.integer({ min: 0, max: 4_000_000_000_000 });
  fc.assert(
    fc.property(moment, moment, (one, other) => {
      expect(Instant.parse(instant(one)) < instant(other)).toBe(one < other);
      expect(milliseconds(instant(one))).toBe(one);
    }),
  );
});
