import { expect, test } from 'vitest';
import { append, createDatabase, endSeries, samplesIn, valueAt } from './series.ts';

function seriesOf(...samples: [time: number, value: number][]) {
  const series = createDatabase().series({ __name__: 'up' });
  for (const [time, value] of samples) append(series, time, value);
  return series;
}

test('both ends belong to a range', () => {
  const series = seriesOf([1000, 1], [2000, 2], [3000, 3], [4000, 4]);
  expect(samplesIn(series, 2000, 3000)).toEqual([
    [2000, 2],
    [3000, 3],
  ]);
  expect(samplesIn(series, 2001, 2999)).toEqual([]);
});

test.each([
  { name: 'before the first sample', at: 999, value: null },
  { name: 'at the first sample', at: 1000, value: 1 },
  { name: 'between two', at: 1999, value: 1 },
  { name: 'after the last', at: 5000, value: 2 },
  { name: 'five minutes after the last', at: 302_000, value: 2 },
  { name: 'later', at: 302_001, value: null },
])('the value $name is $value', ({ at, value }) => {
  expect(valueAt(seriesOf([1000, 1], [2000, 2]), at)).toBe(value);
});

test('a stale series has no value until it is back, and keeps its samples', () => {
  const series = seriesOf([1000, 1], [4000, 2]);
  series.staleAt.push(2000);
  expect([1999, 2000, 3999, 4000].map((at) => valueAt(series, at))).toEqual([1, null, null, 2]);
  expect(samplesIn(series, 0, 5000)).toHaveLength(2);
});

test('a mark that comes after a newer sample is dropped: the target is back', () => {
  const series = seriesOf([1000, 1], [4000, 2]);
  endSeries(series, 3000);
  expect([3000, 4000].map((at) => valueAt(series, at))).toEqual([1, 2]);
});

test('samples out of order are dropped', () => {
  expect(seriesOf([2000, 2], [1000, 1], [2000, 3]).values).toEqual([2]);
});
