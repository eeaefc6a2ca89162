import { describe, expect, test } from 'vitest';
import { type Facts, fits } from './facts.ts';
import { factShape, ReasonCode } from './index.ts';

const shape = { used: 'count', ageMs: 'milliseconds?', path: 'name' } as const;

describe('the facts of a code', () => {
  test.each<[string, Facts, boolean]>([
    ['all that it declares', { used: 3, ageMs: 5, path: 'a' }, true],
    ['without one that it may have none of', { used: 3, path: 'a' }, true],
    ['without one that it requires', { ageMs: 5, path: 'a' }, false],
    ['with one that it does not declare', { used: 3, path: 'a', other: 1 }, false],
    ['with a text for a number', { used: '3', path: 'a' }, false],
    ['with a number for a name', { used: 3, path: 7 }, false],
    ['with half a request', { used: 0.5, path: 'a' }, false],
    ['with a text for a time', { used: 3, path: 'a', ageMs: '5' }, false],
    ['with what every object has', { used: 3, path: 'a', constructor: 'x' }, false],
  ])('%s: %o', (_, facts, expected) => {
    expect(fits(facts, shape)).toBe(expected);
  });
});

test.each(['count', 'seconds', 'milliseconds', 'basisPoints'] as const)('%s is a number', (kind) => {
  expect(fits({ fact: 5 }, { fact: kind })).toBe(true);
  expect(fits({ fact: '5' }, { fact: kind })).toBe(false);
});

test('the end of a name is its unit', () => {
  for (const code of ReasonCode.options)
    for (const [key, kind] of Object.entries(factShape(code))) {
      expect([code, key, /Ms$/.test(key)]).toEqual([code, key, /^milliseconds/.test(kind)]);
      expect([code, key, /Bp$/.test(key)]).toEqual([code, key, /^basisPoints/.test(kind)]);
      expect([code, key, /Seconds$/.test(key)]).toEqual([code, key, /^seconds/.test(kind)]);
    }
});
