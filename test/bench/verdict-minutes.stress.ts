import { expect, test } from 'vitest';
import { median } from './spread.ts';
import { minutesOf, runCell, shareOf } from './verdict-minutes.ts';

const seeds = 60;

/** On a part of the seeds of the benchmark. */
test.each([0.0001, 0.001, 0.005])('a sound service with %d errors is left after four minutes', (base) => {
  const ended = runCell({ rps: 50, base, onset: null }, seeds);
  expect(median(minutesOf(ended))).toBeLessThanOrEqual(4);
  expect(shareOf(ended, ({ outcome }) => outcome === 'healthy')).toBe(1);
});

test.each([0.0001, 0.001, 0.005])(
  'the smallest fault over %d errors is hardly ever called healthy',
  (base) => {
    const ended = runCell({ rps: 50, base, onset: 0 }, seeds);
    // 95 % of many; of sixty it may be five that are missed.
    expect(shareOf(ended, ({ outcome }) => outcome !== 'healthy')).toBeGreaterThan(0.91);
  },
);
