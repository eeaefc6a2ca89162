import { expect, test } from 'vitest';
import { foldersAround, resolved } from './paths.ts';

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
