import { expect, test } from 'vitest';
import { foldersAround, isAtOrBelow, resolved } from './paths.ts';

test.each([
  ['a/b', '../c', 'a/c'],
  ['a/b', './c//d/', 'a/b/c/d'],
  ['a', '..', ''],
  ['', 'a/./b', 'a/b'],
  ['', '.', ''],
  ['a/b', '../../..', null],
  ['a', '../../a/b', null],
  ['a', '/b', null],
  ['a', '', null],
])('from %s, %s leads to %s', (folder, relative, path) => {
  expect(resolved(folder, relative)).toBe(path);
});

test('the folders around a path are those on its way to the root', () => {
  expect(foldersAround('a/b/c.yaml')).toEqual(['a/b', 'a', '']);
  expect(foldersAround('c.yaml')).toEqual(['']);
  expect(foldersAround('')).toEqual([]);
});

test('a folder is around what is below it, and not around what begins like it', () => {
  expect(isAtOrBelow('a/b', 'a')).toBe(true);
  expect(isAtOrBelow('a', 'a')).toBe(true);
  expect(isAtOrBelow('ab', 'a')).toBe(false);
  expect(isAtOrBelow('a', 'a/b')).toBe(false);
  expect(isAtOrBelow('a', '')).toBe(true);
});
