import { expect, test } from 'vitest';
import { isAtOrBelow } from './path.ts';

test('a folder is around what is below it, and not around what begins like it', () => {
  expect(isAtOrBelow('a/b', 'a')).toBe(true);
  expect(isAtOrBelow('a', 'a')).toBe(true);
  expect(isAtOrBelow('ab', 'a')).toBe(false);
  expect(isAtOrBelow('a', 'a/b')).toBe(false);
});

test.each(['', '.'])('everything is below the root, written as "%s"', (root) => {
  expect(isAtOrBelow('a', root)).toBe(true);
  expect(isAtOrBelow('a/b', root)).toBe(true);
});
