import { expect, test } from 'vitest';
import { valueAt } from './value-at.ts';

test.each([
  ['of an object', { a: { b: 1 } }, ['a', 'b'], 1],
  ['of a list', { a: ['x', 'y'] }, ['a', 1], 'y'],
  ['of a list, by a text', { a: ['x', 'y'] }, ['a', '1'], 'y'],
  ['as the whole', 'x', [], 'x'],
  ['not below a text', { a: 'x' }, ['a', 'length'], undefined],
  ['not below nothing', { a: null }, ['a', 'b', 'c'], undefined],
  ['not of what every object has', { a: {} }, ['a', 'constructor'], undefined],
])('a value is found at its path: %s', (_, value, path, found) => {
  expect(valueAt(value, path)).toBe(found);
});
