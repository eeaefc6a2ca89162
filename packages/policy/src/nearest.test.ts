import { expect, test } from 'vitest';
import { nearest } from './nearest.ts';

test.each([
  ['as it is', 'total', ['bad', 'total'], 'total'],
  ['one edit away, however short', 'b', ['a'], 'a'],
  ['two edits of a short one away', 'ab', ['cd'], null],
  ['a third of its length away', 'abxyef', ['abcdef'], 'abcdef'],
  ['more than a third away', 'abxyzf', ['abcdef'], null],
  ['as many edits away as a longer one may be', 'abcxy', ['abc'], null],
  ['farther than another one, and stands before it', 'abcdef', ['abcdxy', 'abcdex'], 'abcdex'],
  ['farther than another one, and stands behind it', 'abcdef', ['abcdex', 'abcdxy'], 'abcdex'],
  ['as far as another one, and stands before it', 'abcdef', ['abcdey', 'abcdex'], 'abcdey'],
  ['missing', 'a', [], null],
])('the nearest of some words is found, or none: one %s', (_, word, candidates, found) => {
  expect(nearest(word, candidates)).toBe(found);
});
