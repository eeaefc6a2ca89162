import { describe, expect, it } from 'vitest';
import { basisPoints, count, oneIn, percent, plural, portion, share } from './numbers.ts';

describe('numbers', () => {
  it.each([
    [count(71902), '71,902'],
    [count(1_234_567), '1,234,567'],
    [count(999), '999'],
    [count(-1234), '-1,234'],
    [share(21, 201), '10.4 %'],
    [share(79, 71902), '0.11 %'],
    [share(0, 198), '0.0 %'],
    [share(0, 0), '0.0 %'],
    [percent(1), '100.0 %'],
    [percent(0.0096), '1.0 %'],
    [basisPoints(9920), '99.2 %'],
    [basisPoints(9999), '99.9 %'],
    [basisPoints(25), '0.2 %'],
    [oneIn(21, 201), '1 in 10'],
    [oneIn(79, 71902), '1 in 900'],
    [oneIn(1, 3), '1 in 3'],
    [oneIn(9, 10), '90.0 %'],
    [oneIn(5, 5), 'all'],
    [oneIn(0, 5), 'none'],
    [portion(9, 10, 'requests'), '90.0 % of the requests'],
    [portion(5, 5, 'requests'), 'all requests'],
    [portion(0, 5, 'requests'), 'no requests'],
    [plural(1, 'image'), '1 image'],
    [plural(0, 'image'), '0 images'],
  ])('%s is %s', (words, expected) => {
    expect(words).toBe(expected);
  });
});
