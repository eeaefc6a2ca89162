import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CountStep } from '../plan.ts';
import { poisson } from '../testing/poisson.ts';
import { seeded } from '../testing/scripted-random.ts';
import { quietPart as quietPartOf } from './quiet-part.ts';
import { ratioOf, tally } from './steps.ts';

const minute = 60_000;
const quietPart = (steps: readonly CountStep[]) =>
  quietPartOf(steps, { sync: 60 * minute, forMs: 15 * minute });

/** An hour of steps of ten seconds; `ratio` by the minute, from 0 to 59. */
function hour(ratio: (minute: number) => number, { rps = 48, seed = 1 } = {}) {
  const random = seeded(seed);
  return Array.from({ length: 360 }, (_, index) => {
    const total = poisson(random, rps * 10);
    const bad = Math.min(total, poisson(random, total * ratio(index / 6)));
    return { at: (index + 1) * 10_000, seconds: 10, bad, total };
  });
}

const within = (from: number, to: number, bad: number, usual = 0.002) =>
  hour((minute) => (minute >= from && minute < to ? bad : usual));

describe('the quiet part of an hour', () => {
  test.each([
    [5, 0.5],
    [10, 0.2],
    [30, 0.2],
  ])('is without an incident of %i minutes in which a ratio of %f failed', (minutes, bad) => {
    const { steps, cutSeconds } = quietPart(within(50 - minutes, 50, bad));
    expect(cutSeconds / 60).toBeCloseTo(minutes, -1);
    expect(ratioOf(tally(steps))).toBeLessThan(0.003);
  });

  test.each<[string, number, number, boolean]>([
    ['may be a job of every hour', 2, 6, false],
    ['was there an hour before, and long', 2, 14, true],
  ])('is all of it where what happened %s', (_, from, to, unclear) => {
    expect(quietPart(within(from, to, 0.2))).toMatchObject({ cutSeconds: 0, unclear });
  });

  test.each([4, 9])('is all of it where it happened twice, for %i minutes', (minutes) => {
    const again = (at: number) => [20, 40].some((from) => at >= from && at < from + minutes);
    expect(quietPart(hour((at) => (again(at) ? 0.2 : 0.002))).cutSeconds).toBe(0);
  });

  test('is all of it where the failures are still going on', () => {
    expect(quietPart(within(45, 60, 0.2)).cutSeconds).toBe(0);
  });

  test.each<[string, (minute: number) => number]>([
    ['a service that always fails', () => 0.2],
    ['a slow wave', (minute) => 0.01 + 0.005 * Math.sin(minute / 10)],
    ['bursts of half a minute', (minute) => (minute % 10 < 0.5 ? 0.05 : 0.002)],
    ['a rise that does not matter', (minute) => (minute >= 20 && minute < 30 ? 0.004 : 0.002)],
  ])('is all of it for %s', (_, ratio) => {
    expect(quietPart(hour(ratio)).cutSeconds).toBe(0);
  });

  test('is all of it for whatever service does the same all the time', () => {
    const ratios = fc.constantFrom(0, 0.0005, 0.01, 0.1, 0.6);
    fc.assert(
      fc.property(ratios, fc.constantFrom(0.05, 0.5, 5, 500), fc.nat(1_000_000), (ratio, rps, seed) => {
        expect(quietPart(hour(() => ratio, { rps, seed })).cutSeconds).toBe(0);
      }),
      { seed: 6, numRuns: 60 },
    );
  });

  test('of nothing is nothing', () => {
    expect(quietPart([])).toEqual({ steps: [], cutSeconds: 0, unclear: false });
  });
});
