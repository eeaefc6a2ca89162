import { describe, expect, test } from 'vitest';
import { durationFor, numberFor, percentageFor, shareFor } from './guesses.ts';

describe('what was meant by a duration', () => {
  test.each([
    ['ms', ['ms', 'msec', 'msecs', 'millis', 'millisecond', 'milliseconds', 'MS']],
    ['s', ['s', 'sec', 'secs', 'second', 'seconds', 'S']],
    ['m', ['m', 'min', 'mins', 'minute', 'minutes', 'M']],
    ['h', ['h', 'hr', 'hrs', 'hour', 'hours', 'Hours']],
    ['d', ['d', 'day', 'days', 'DAYS']],
  ])('in %s is any of its names', (unit, names) => {
    const guesses = names.flatMap((name) => [durationFor(`15${name}`), durationFor(` 15  ${name} `)]);
    expect(new Set(guesses)).toEqual(new Set([`write 15${unit}`]));
  });

  test.each([
    ['1.5h', 'write 90m'],
    ['1.25 minutes', 'write 75s'],
    ['.5m', 'write 30s'],
    ['0.5s', 'write 500ms'],
    ['0.5 days', 'write 12h'],
    ['1.1h', 'write 66m'],
    ['0.0001h', 'write 360ms'],
    ['12.50h', 'write 750m'],
  ])('is whole in a smaller unit: %s', (written, cure) => {
    expect(durationFor(written)).toBe(cure);
  });

  test.each([
    [900, '900s'],
    [-4, '4s'],
    [1.5, '1500ms'],
    [0.00001, '10s'],
    [Number.NaN, '10s'],
  ])('needs a unit if it is the number %d', (written, such) => {
    expect(durationFor(written)).toBe(`write it with its unit, such as ${such}`);
  });

  test.each([
    ...['', 'm', 'soon', '1h30m', '-4m', '1.2.3h', '5.m', 'x5m', true, ['5m', '6m'], { for: '5m' }],
    ...['5 xms', '5 msx', '5 xs', '5 sx', '5 atom', '5 months', '5 oh', '5 hx', '5 rad', '5 dx'],
    ...['5 weeks', '0.5ms', '1.00001s'],
  ])('is not known of %j', (written) => {
    expect(durationFor(written)).toBe('write one number and ms, s, m, h or d');
  });
});

describe('what was meant by a percentage', () => {
  test.each([
    [5, '5%'],
    [0, '0%'],
    [1, '1%'],
    [100, '100%'],
    [0.05, '5%'],
    [0.07, '7%'],
    ['5', '5%'],
    ['0.5', '50%'],
    ['0.5%', '0.5%'],
    ['12.25 %', '12.25%'],
    [' 5 Percent ', '5%'],
    ['5 per cent', '5%'],
    ['5percent', '5%'],
  ])('%j', (written, cure) => {
    expect(percentageFor(written)).toBe(`write ${cure}`);
  });

  test.each([-1, '-5%', 101, '120%', 'all', 'x5%', '5% x', '5.', '', Number.NaN, true, [5, 6]])(
    'is not known of %j',
    (written) => {
      expect(percentageFor(written)).toBe('write a number from 0 to 100 and %');
    },
  );
});

describe('what was meant by a share of good requests', () => {
  test.each([
    ['99.9%', '99.9'],
    [0.999, '99.9'],
    ['0.9995', '99.95'],
    [99, '99'],
    [1.5, '1.5'],
  ])('%j', (written, cure) => {
    expect(shareFor(written)).toBe(`write ${cure}`);
  });

  test.each([0, 1, '1%', 0.01, 100, 101, -5, 'most', true])('is not known of %j', (written) => {
    expect(shareFor(written)).toBe('write a number below 100 such as 99.9');
  });
});

describe('what was meant by a number', () => {
  test.each([
    ['2', 'write 2'],
    ['2.5', 'write 2.5'],
    ['-3', 'write -3'],
    [' 2 % ', 'write 2'],
    [1.5, 'write 2'],
    [1.4, 'write 1'],
  ])('%j', (written, cure) => {
    expect(numberFor(written)).toBe(cure);
  });

  test.each(['two', '2s', '1e3', true, Number.NaN, { a: 1 }])('is not known of %j', (written) => {
    expect(numberFor(written)).toBe('write a number without quotes and without a unit');
  });
});
