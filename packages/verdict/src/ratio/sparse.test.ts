import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CountStep } from '../plan.ts';
import { history, sync } from '../testing/scripted-watch.ts';
import { isSpread, type Sparse, sharesOf, sparse, sparseStrength } from './sparse.ts';
import { tally } from './steps.ts';

const alpha = 0.000_15;
const threshold = Math.log(1 / alpha);

function known(bad: number, total: number): Sparse {
  return { bad, total, raised: bad, overdispersion: 1 };
}

describe('exactly, for errors that come one by one', () => {
  const looks = 180;

  /** The fewest bad events that alarm at each look of a watch of `requests`. */
  function boundaryOf(before: Sparse, requests: number): number[] {
    let bad = 1;
    return Array.from({ length: looks }, (_, index) => {
      const elapsed = (index + 1) / looks;
      while (sparseStrength(before, { bad, total: requests * elapsed }, elapsed) < threshold) bad++;
      return bad;
    });
  }

  /** The chance that a Poisson process with `mean` events in all of the watch ever reaches the boundary. */
  function crossing(boundary: readonly number[], mean: number): number {
    const perLook = poisson(mean / looks);
    let counts = [1];
    let crossed = 0;
    for (const fewest of boundary) {
      const next = new Array<number>(fewest).fill(0);
      counts.forEach((chance, count) => {
        perLook.forEach((more, events) => {
          if (count + events < fewest) next[count + events] = (next[count + events] ?? 0) + chance * more;
          else crossed += chance * more;
        });
      });
      counts = next;
    }
    return crossed;
  }

  function poisson(mean: number): number[] {
    const chances = [Math.exp(-mean)];
    while ((chances.at(-1) ?? 0) > 1e-13 || chances.length <= mean) {
      chances.push(((chances.at(-1) ?? 0) * mean) / chances.length);
    }
    return chances;
  }

  /** Over all histories that `events` on average give. */
  function everAlarms(events: number, share: number, excess = 0): number {
    const requests = 1_800;
    const watch = requests * share;
    return poisson(events).reduce((sum, chance, bad) => {
      if (bad > 30 || chance < 1e-9) return sum;
      return sum + chance * crossing(boundaryOf(known(bad, requests), watch), events * share + excess);
    }, 0);
  }

  test.each([2, 8, 14, 25])('%d events an hour alarm within the budget of this test', (events) => {
    for (const share of [1 / 6, 1 / 2, 1]) {
      expect(everAlarms(events, share)).toBeLessThan(sharesOf(known(0, 0)).sparse * alpha);
    }
  });

  test('2 % more of half a request a second is found in more than nine of ten half hours', () => {
    expect(everAlarms(1.8, 1 / 2, 18)).toBeGreaterThan(0.92);
  });
});

describe('a history', () => {
  test('of few bad events is sparse, one that knows its ratio is not', () => {
    const of = (ratio: number) => {
      const steps = history(5, () => ratio);
      return sparse(steps, tally(steps));
    };
    expect(of(0.001)).toMatchObject({ bad: 18, total: 18_000, raised: 18, overdispersion: 1 });
    expect(of(0.01)).toBeNull();
  });

  test('whose bad events come by the dozen counts by the dozen', () => {
    const steps = history(5, () => 0).map((step, index) => ({ ...step, bad: index % 180 === 0 ? 12 : 0 }));
    expect(sparse(steps, tally(steps))).toMatchObject({ bad: 24, raised: 2 });
    expect(sparse(steps, tally(steps))?.overdispersion).toBeGreaterThan(8);
  });
});

describe('bad events that come together', () => {
  const calm = known(2, 1_800);

  /** Looks of `seconds`, at half a request a second. */
  function looks(seconds: number, bad: readonly number[], spread?: number): CountStep[] {
    return bad.map((count, index) => ({
      ...{ at: sync + (index + 1) * seconds * 1000, seconds, bad: count, total: 15 },
      ...(spread === undefined ? {} : { spread }),
    }));
  }

  test('are no regression, however many they are', () => {
    expect(isSpread(calm, looks(10, [0, 0, 40, 40, 0, 0]), 0.5)).toBe(false);
    expect(isSpread(calm, looks(2, [0, 0, 9, 9, 9, 9, 9, 0, 0]), 0.5)).toBe(false);
  });

  test('are one, as often as they come', () => {
    expect(isSpread(calm, looks(10, [0, 1, 1, 0, 1, 1, 0, 1, 1]), 0.5)).toBe(true);
  });

  test('are one as far as processes are scraped at different times', () => {
    const smeared = [2, 2, 2, 2, 2, 0];
    expect(isSpread(calm, looks(10, smeared), 0.5)).toBe(true);
    expect(isSpread(calm, looks(10, smeared, 30), 0.5)).toBe(false);
  });
});

const settings = { seed: 20_261_121, numRuns: 200 };
const few = fc.integer({ min: 0, max: 30 });
const many = fc.integer({ min: 31, max: 50_000 });

describe('whatever was counted', () => {
  test('evidence gets no weaker by a bad event more, and no stronger by one more of the history', () => {
    fc.assert(
      fc.property(few, many, few, many, (before, requests, bad, total) => {
        const of = (history: number, observed: number) =>
          sparseStrength(known(history, requests), { bad: observed, total }, 0.5);
        fc.pre(of(before, bad) > 0);
        expect(of(before, bad + 1)).toBeGreaterThanOrEqual(of(before, bad));
        expect(of(before + 1, bad)).toBeLessThanOrEqual(of(before, bad));
      }),
      settings,
    );
  });

  test('more requests of the same bad events on both sides change nothing', () => {
    fc.assert(
      fc.property(
        few,
        many,
        few,
        many,
        fc.integer({ min: 2, max: 50 }),
        (before, requests, bad, total, times) => {
          const nats = (factor: number) =>
            sparseStrength(known(before, factor * requests), { bad, total: factor * total }, 0.5);
          expect(nats(times)).toBeCloseTo(nats(1), 8);
        },
      ),
      settings,
    );
  });
});
