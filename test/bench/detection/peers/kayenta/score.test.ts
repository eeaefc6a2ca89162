import { expect, test } from 'vitest';
import type { Classification } from './classify.ts';
import { type Judged, outcomeOf, score } from './score.ts';

function judged(group: string, ...classifications: Classification[]): Judged[] {
  return classifications.map((classification) => ({ classification, group, critical: false, muted: false }));
}

test.each([
  ['all pass', judged('a', 'Pass', 'Pass'), {}, 100],
  ['one of three is high', judged('a', 'Pass', 'High', 'Pass'), {}, 66.67],
  ['a low one is as bad', judged('a', 'Pass', 'Low'), {}, 50],
  ['metrics without data do not count', judged('a', 'Pass', 'High', 'Pass', 'Nodata'), {}, 66.67],
  ['unless half of them have none', judged('a', 'Pass', 'Nodata'), {}, 0],
  ['data that had to be there fails', judged('a', 'Pass', 'NodataFailMetric'), {}, 50],
  ['a group of errors scores full', [...judged('a', 'Error'), ...judged('b', 'High')], {}, 50],
  ['groups share equally', [...judged('a', 'Pass'), ...judged('b', 'High', 'Pass')], {}, 75],
  ['or by weight', [...judged('a', 'Pass'), ...judged('b', 'High')], { a: 80, b: 20 }, 80],
  [
    'the rest goes to the others',
    [...judged('a', 'Pass'), ...judged('b', 'High'), ...judged('c', 'Pass')],
    { a: 60 },
    80,
  ],
  [
    'a critical one decides',
    [...judged('a', 'Pass', 'Pass'), { ...judged('a', 'High')[0], critical: true }],
    {},
    0,
  ],
  [
    'a muted one does not',
    [...judged('a', 'Pass', 'Pass'), { ...judged('a', 'High')[0], muted: true }],
    {},
    100,
  ],
] as const)('%s', (_, metrics, weights, expected) => {
  expect(score(metrics as readonly Judged[], weights)).toBe(expected);
});

test('thresholds are met when reached', () => {
  const thresholds = { pass: 95, marginal: 75 };
  expect([95, 94.99, 75, 74.99].map((value) => outcomeOf(value, thresholds))).toEqual([
    'Pass',
    'Marginal',
    'Marginal',
    'Fail',
  ]);
});
