import { expect, test } from 'vitest';
import type { Sample, Series } from './answers.ts';
import { deltas, firstSeen } from './deltas.ts';

const edge = {
  after: () => 0,
  until: () => 1e9,
  startedInside: () => false,
  restarted: () => true,
  together: 24_000,
};
const every30s = (from: number, values: readonly number[]): Sample[] =>
  values.map((value, index) => [from + index * 30_000, value] as const);

function counted(...series: Series[]): number {
  return deltas(series, firstSeen(series), edge).reduce((sum, { count }) => sum + count, 0);
}

test('replicas that share a name and are scraped at different moments bring no past with them', () => {
  const replica = (from: number) => ({
    target: 'job',
    samples: every30s(from, [1_000_000, 1_000_010, 1_000_030]),
  });
  expect(counted(replica(1_000), replica(9_000), replica(20_000))).toBe(90);
});

test('an error that appears a scrape after its process counts from zero', () => {
  const total = { target: 'pod', samples: every30s(1_000, [500, 600, 700]) };
  const bad = { target: 'pod', samples: every30s(31_000, [7, 9]) };
  expect(deltas([bad], firstSeen([total], [bad]), edge).map(({ count }) => count)).toEqual([7, 2]);
});
