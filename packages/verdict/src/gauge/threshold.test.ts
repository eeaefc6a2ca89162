import { describe, expect, test } from 'vitest';
import type { GaugeThreshold } from '../plan.ts';
import { beyond } from './threshold.ts';

const minute = 60_000;
const above: GaugeThreshold = { above: 0.5, below: null, forMs: 3 * minute, decide: 'threshold' };
const below: GaugeThreshold = { ...above, above: null, below: 0.5 };

/** One point a minute after the sync. */
function seen(values: readonly number[], { threshold = above, level = 0.3 } = {}) {
  const points = values.map((value, index) => ({ at: (index + 1) * minute, value }));
  return beyond({ threshold, level, sync: 0, stepMs: minute }, points);
}

describe('a value beyond a threshold', () => {
  test('has held once every point of the time was beyond it', () => {
    expect(seen([0.6, 0.6])).toEqual({ from: 0, to: minute, held: false });
    expect(seen([0.6, 0.6, 0.6])).toEqual({ from: 0, to: minute, held: true });
  });

  test('begins anew after a point that was not', () => {
    expect(seen([0.6, 0.6, 0.4, 0.6])).toEqual({ from: 3 * minute, to: 4 * minute, held: false });
  });

  test.each([
    ['is over', [0.6, 0.6, 0.6, 0.4]],
    ['is at it', [0.5, 0.5, 0.5]],
    ['was never there', []],
  ])('is none where it %s', (_, values) => {
    expect(seen(values)).toBeNull();
  });

  test("is not the deployment's where it was beyond before", () => {
    expect(seen([0.9, 0.9, 0.9], { level: 0.6 })).toBeNull();
    expect(seen([0.1, 0.1, 0.1], { threshold: below, level: 0.4 })).toBeNull();
  });

  test('may be a fall', () => {
    expect(seen([0.2, 0.2, 0.2], { threshold: below, level: 0.6 })?.held).toBe(true);
    expect(seen([0.6, 0.6, 0.6], { threshold: below, level: 0.6 })).toBeNull();
  });
});
