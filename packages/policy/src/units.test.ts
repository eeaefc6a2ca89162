import { describe, expect, test } from 'vitest';
import { Duration, durationText, Past, Percentage, someTime } from './units.ts';

describe('a duration', () => {
  test.each([
    ['0s', 0],
    ['500ms', 500],
    ['10s', 10_000],
    ['15m', 900_000],
    ['1h', 3_600_000],
    ['7d', 604_800_000],
  ])('of %s is %d milliseconds', (text, ms) => {
    expect(Duration.parse(text)).toBe(ms);
  });

  test.each(['', '10', 's', '1.5h', '-1s', '1h30m', ' 1s', '1s ', '1w', '1S', 10, null])(
    'is not %j',
    (text) => {
      expect(Duration.safeParse(text).error?.issues[0]?.message).toBe('{"code":"duration","facts":{}}');
    },
  );

  test.each([
    [0, '0ms'],
    [1, '1ms'],
    [999, '999ms'],
    [1_000, '1s'],
    [1_500, '1500ms'],
    [90_000, '90s'],
    [60_000, '1m'],
    [3_600_000, '1h'],
    [5_400_000, '90m'],
    [86_400_000, '1d'],
    [129_600_000, '36h'],
  ])('of %d milliseconds is called %s', (ms, text) => {
    expect(durationText(ms)).toBe(text);
  });

  test('in which something happens is more than no time', () => {
    expect(someTime('5m').parse('1ms')).toBe(1);
    expect(someTime('5m').safeParse('0s').error?.issues[0]?.message).toBe(
      '{"code":"no-time","facts":{"such":"5m"}}',
    );
  });
});

describe('how much of the past is read', () => {
  test('is a day at most', () => {
    expect(Past.parse('1d')).toBe(86_400_000);
    expect(Past.safeParse('86400001ms').error?.issues[0]?.message).toBe(
      '{"code":"past-too-long","facts":{}}',
    );
  });

  test('is some time', () => {
    expect(Past.safeParse('0d').error?.issues[0]?.message).toBe('{"code":"no-time","facts":{"such":"60m"}}');
  });
});

describe('a percentage', () => {
  test.each([
    ['0%', 0],
    ['5%', 500],
    ['99.5%', 9_950],
    ['99.99%', 9_999],
    ['0.29%', 29],
    ['100%', 10_000],
    ['100.00%', 10_000],
  ])('of %s is %d basis points', (text, basisPoints) => {
    expect(Percentage.parse(text)).toBe(basisPoints);
  });

  test.each([
    '',
    '%',
    '5',
    '-5%',
    '101%',
    '100.1%',
    '100.%',
    '5.%',
    '5.125%',
    'x5%',
    '5%x',
    '5 %',
    0.05,
    null,
  ])('is not %j', (text) => {
    expect(Percentage.safeParse(text).error?.issues[0]?.message).toBe('{"code":"percentage","facts":{}}');
  });
});
