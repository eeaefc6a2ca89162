import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Decimal, decimal } from './decimal.ts';

describe('a measured value as text', () => {
  test.each([
    [0, '0'],
    [-0, '0'],
    [0.24317, '0.2432'],
    [61, '61'],
    [1234.5678, '1235'],
    [123_456, '123500'],
    [-0.05, '-0.05'],
    [1e-20, '0'],
    [-1e-20, '0'],
    [Number.MAX_VALUE, '100000000000000000000'],
  ])('%d is %s', (value, text) => {
    expect(decimal(value)).toBe(text);
  });

  test('is always one that can be read back, within four digits', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e15, max: 1e15 }), (value) => {
        const text = Decimal.parse(decimal(value));
        expect(Math.abs(Number(text) - value)).toBeLessThanOrEqual(Math.abs(value) * 6e-4 + 1e-15);
      }),
    );
  });
});
