import { expect, test } from 'vitest';
import { classify, defaults } from './classify.ts';
import { cleaned } from './clean.ts';

const missing = [1, Number.NaN, 3];

test('missing values are dropped, or zero where they are replaced', () => {
  expect(cleaned(missing, { nanStrategy: 'remove', outliers: 'keep' })).toEqual([1, 3]);
  expect(cleaned(missing, { nanStrategy: 'replace', outliers: 'keep' })).toEqual([1, 0, 3]);
});

test('an outlier lies outside both the percentiles and three interquartile ranges', () => {
  const remove = { nanStrategy: 'remove', outliers: 'remove' } as const;
  const values = Array.from({ length: 200 }, (_, i) => 100 + (i % 10));
  expect(cleaned([...values, 500], remove)).toEqual(values);
  expect(cleaned([...values, 120], remove)).toHaveLength(201);
  // Of few values the 99th percentile is the outlier's own neighbourhood: linear between the two highest.
  expect(cleaned([1, 2, 3, 4, 500], remove)).toEqual([1, 2, 3, 4]);
});

test.each([
  ['nothing is asked of it', {}, 'Nodata'],
  ['it must have data', { mustHaveData: true }, 'NodataFailMetric'],
  ['it must, and is critical', { mustHaveData: true, critical: true }, 'Nodata'],
  ['missing values are zeros', { nanStrategy: 'replace' }, 'Pass'],
] as const)('a side without data where %s', (_, metric, classification) => {
  expect(classify({ ...defaults, ...metric }, [], [1, 2])).toBe(classification);
});

test('two single values have no variance where one of them is zero, to which no noise can be added', () => {
  expect(classify({ ...defaults, direction: 'increase' }, [5], [0])).toBe('Error');
  expect(classify({ ...defaults, direction: 'increase' }, [0], [0, 0])).toBe('Pass');
});
