import { describe, expect, test } from 'vitest';
import { more } from '../testing/mistakes/base.ts';
import { told } from '../testing/mistakes/told.ts';

describe('an alias', () => {
  test.each([
    ['x-a: [&b 1, *c]', '14:13  x-a.1'],
    ['x-a: { *c : 1 }', '14:8  x-a'],
    ['x-a: *c\nx-b: &c 1', '14:6  x-a'],
  ])('has an anchor before it, also as a key: %j', (written, place) => {
    expect(told(more(written))).toEqual([
      `${place}  the alias *c has no anchor before it; write &c where its value stands first`,
    ]);
  });

  test.each(['x-a: &c 1\nx-b: *c', 'x-a: { &c key: 1 }\nx-b: { *c : 1 }', 'x-a: [&c 1, &c 2, *c]'])(
    'may stand for what is before it: %j',
    (written) => {
      expect(told(more(written))).toEqual([]);
    },
  );
});

describe('what is merged', () => {
  const notMerged = '<< merges objects only; write <<: and the alias of an object';

  test.each([
    ['{ <<: 1 }', [`14:8  x-a.<<  ${notMerged}`]],
    ['{ <<: [{ b: 1 }, 2] }', [`14:8  x-a.<<  ${notMerged}`]],
    ['[&b 1, { <<: [{ c: 1 }, *b] }]', [`14:15  x-a.1.<<  ${notMerged}`]],
    ['{ <<: [{ b: 1 }, { c: 2 }] }', []],
    ['[&b { c: 1 }, { <<: *b }]', []],
    ['{ "<<": 1 }', []],
  ])('is objects: %s', (written, mistakes) => {
    expect(told(more(`x-a: ${written}`))).toEqual(mistakes);
  });
});

describe('aliases', () => {
  /** With as many values as these, and 199,004 more. */
  const values = (count: number) =>
    `x-a: &a [${'1,'.repeat(999)}]\nx-b: [${'*a,'.repeat(198)}${'1,'.repeat(count)}]`;

  test('may stand for 200,000 values, and not for one more', () => {
    expect(told(values(996)).join()).not.toContain('aliases');
    expect(told(values(997))).toEqual([
      '1:1  (the whole file)  the aliases stand for more than 200,000 values; repeat smaller parts, or write them out',
    ]);
  });
});
