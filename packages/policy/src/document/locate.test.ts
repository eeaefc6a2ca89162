import { describe, expect, test } from 'vitest';
import type { Path, Spot } from '../mistakes/finding.ts';
import { locate } from './locate.ts';
import { openDocument } from './open.ts';

/** The text from the place on, at most eight characters of it. */
function from(text: string, path: Path, spot: Spot = { at: 'value' }): string {
  const opening = openDocument(text);
  if ('finding' in opening) throw new Error(`no document: ${opening.finding.code}`);
  const { offset } = locate(opening.opened, path, spot);
  return text.slice(offset, offset + 8);
}

describe('a value stands', () => {
  test.each<[string, string, Path, string]>([
    ['behind its key', 'a: 1\nb: two\n', ['b'], 'two\n'],
    ['in a list', 'a: [b, c, d]', ['a', 1], 'c, d]'],
    ['in an object of a list', 'a:\n  - b: 1\n  - b: 2\n', ['a', 1, 'b'], '2\n'],
    ['behind a number for a key', 'a: { 1: b, 2: c }', ['a', '2'], 'c }'],
    ['where its anchor is, if it is an alias', 'a: &x two\nb: *x\n', ['b'], 'two\nb: *'],
    ['inside of what an alias stands for', 'a: &x { c: d }\nb: *x\n', ['b', 'c'], 'd }\nb: *'],
    ['in what is merged', 'a: &x { c: d }\nb: { <<: *x }\n', ['b', 'c'], 'd }\nb: {'],
    [
      'in the second of what is merged',
      'a: &x { c: d }\ne: &y { f: g }\nb: { <<: [*x, *y] }\n',
      ['b', 'f'],
      'g }\nb: {',
    ],
    [
      'in the first of what is merged, if in both',
      'a: &x { c: 1 }\ne: &y { c: 2 }\nb: { <<: [*x, *y] }\n',
      ['b', 'c'],
      '1 }\ne: &',
    ],
    [
      'in the object itself, if also in what it merges',
      'a: &x { c: 1 }\nb: { <<: *x, c: 2 }\n',
      ['b', 'c'],
      '2 }\n',
    ],
    [
      'in what is merged, and not deeper in the object itself',
      'a: &x { c: 1 }\nb: { d: { c: 2 }, <<: *x }\n',
      ['b', 'c'],
      '1 }\nb: {',
    ],
  ])('%s', (_, text, path, place) => {
    expect(from(text, path)).toBe(place);
  });
});

describe('what is missing is told at', () => {
  test.each<[string, string, Path, string]>([
    ['the object that lacks it', 'a: { b: 1 }', ['a', 'c'], '{ b: 1 }'],
    ['the object above, where that is missing as well', 'a: { b: 1 }', ['a', 'c', 'd'], '{ b: 1 }'],
    ['the value that is no object', 'a: 1', ['a', 'c'], '1'],
    ['the list that is too short', 'a: [b]', ['a', 2], '[b]'],
    ['the begin of the file, and not of its first key', '# note\na: 1', ['b'], '# note\na'],
  ])('%s', (_, text, path, place) => {
    expect(from(text, path)).toBe(place);
  });
});

describe('a key stands', () => {
  test.each<[string, string, Path, string]>([
    ['before its value', 'a: { b: 1, c: 2 }', ['a', 'c'], 'c: 2 }'],
    ['at the top', 'a: 1\nb: 2\n', ['b'], 'b: 2\n'],
    ['deep down', 'a: { b: 1, c: { d: 1 } }', ['a', 'c', 'd'], 'd: 1 } }'],
    ['in quotes', 'a: { "b": 1 }', ['a', 'b'], '"b": 1 }'],
    ['in what is merged', 'a: &x { c: d }\nb: { <<: *x }\n', ['b', 'c'], 'c: d }\nb'],
    ['where its object does, if an alias hides it', 'a: &x c\nb: { *x : 1 }\n', ['b', 'c'], '{ *x : 1'],
  ])('%s', (_, text, key, place) => {
    expect(from(text, key.slice(0, -1), { at: 'key', key })).toBe(place);
  });
});

describe('a character of a value', () => {
  const inside = (text: string, path: Path, index: number) => {
    const opening = openDocument(text);
    return 'opened' in opening && locate(opening.opened, path, { at: 'inside', index });
  };

  test('is found in the text', () => {
    expect(inside('a: "b c"', ['a'], 2)).toEqual({ offset: 6, hidden: null });
  });

  test('is told by its index, and where the value begins, if an escape hides it', () => {
    expect(inside('a: "\\x41 c"', ['a'], 2)).toEqual({ offset: 3, hidden: 2 });
  });

  test('is looked for in texts only', () => {
    expect(inside('a: [b]', ['a'], 1)).toEqual({ offset: 3, hidden: 1 });
  });
});

test('an offset is a place as it is', () => {
  expect(from('a: b\n', ['a'], { at: 'offset', offset: 1 })).toBe(': b\n');
});
