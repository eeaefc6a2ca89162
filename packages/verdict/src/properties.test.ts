import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CountStep, RatioPlan, Reading, SignalPlan, Unread } from './plan.ts';
import { counts, errors, history, play, sync } from './testing/scripted-watch.ts';

const settings = { seed: 20_261_120, numRuns: 60 };
/** One that knows its ratio, and one of seven errors. */
const histories = fc.constantFrom(...[20, 2].map((rps) => history(rps, () => 0.001)));

/** What a watch may see: quiet and violent looks in any order. */
const looks = fc.array(
  fc.record({
    total: fc.integer({ min: 0, max: 600 }),
    share: fc.oneof(fc.constant(0), fc.double({ min: 0, max: 1, noNaN: true })),
  }),
  { minLength: 5, maxLength: 40 },
);
type Looks = readonly { total: number; share: number }[];

function stepAt(seen: Looks, second: number): CountStep {
  const { total = 0, share = 0 } = seen[second / 10 - 1] ?? {};
  return { at: sync + second * 1000, seconds: 10, bad: Math.round(total * share), total };
}

function watched(steps: readonly CountStep[], seen: Looks, signals: readonly SignalPlan[] = [errors]) {
  return play({
    signals,
    baselines: signals.map(({ signal }) => ({ signal, steps, series: 'history' })),
    seconds: seen.length * 10,
    read: (second) =>
      signals.map(({ signal }) => counts(signal, signal === 'errors' ? stepAt(seen, second) : quiet(second))),
  }).verdict;
}

function quiet(second: number): CountStep {
  return { at: sync + second * 1000, seconds: 10, bad: 0, total: 200 };
}

describe('whatever is seen', () => {
  test('the same looks give the same verdict', () => {
    fc.assert(
      fc.property(histories, looks, (steps, seen) => {
        expect(watched(steps, seen)).toEqual(watched(steps, seen));
      }),
      settings,
    );
  });

  test('the order of the signals changes nothing', () => {
    const other: RatioPlan = { ...errors, signal: 'slow' };
    fc.assert(
      fc.property(histories, looks, (steps, seen) => {
        expect(watched(steps, seen, [errors, other])).toEqual(watched(steps, seen, [other, errors]));
      }),
      settings,
    );
  });

  test('a healthy signal more never makes a regression', () => {
    const other: RatioPlan = { ...errors, signal: 'slow' };
    fc.assert(
      fc.property(histories, looks, (steps, seen) => {
        if (watched(steps, seen, [errors, other]).outcome !== 'regression') return;
        expect(watched(steps, seen).outcome).toBe('regression');
      }),
      settings,
    );
  });

  test('more traffic with the same ratio is no alarm', () => {
    const factor = fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 5, maxLength: 60 });
    fc.assert(
      fc.property(histories, factor, (steps, factors) => {
        const seen = factors.map((times) => ({ total: times * 1_000, share: 0.001 }));
        expect(watched(steps, seen).outcome).not.toBe('regression');
      }),
      settings,
    );
  });

  test('no data and provider errors never lead to a regression', () => {
    const unread = fc.record({
      kind: fc.constant('unread' as const),
      signal: fc.constant('errors'),
      outcome: fc.constantFrom('no-data' as const, 'provider-error' as const),
      reason: fc.constantFrom('no-series' as const, 'provider-gap' as const, 'series-vanished' as const),
      detail: fc.constant('HTTP 503'),
    });
    const calm = fc.constant('calm' as const);
    const readings = fc.array(fc.oneof(unread, calm, fc.constant('nothing' as const)), {
      minLength: 3,
      maxLength: 60,
    });
    fc.assert(
      fc.property(histories, readings, (steps, all) => {
        const { verdict } = play({
          signals: [errors],
          baselines: [{ signal: 'errors', steps, series: 'history' }],
          seconds: all.length * 10,
          read: (second) => [readingOf(all[second / 10 - 1] ?? 'nothing', second)],
        });
        expect(verdict.outcome).not.toBe('regression');
      }),
      settings,
    );
  });
});

function readingOf(what: Unread | 'calm' | 'nothing', second: number): Reading {
  if (what === 'nothing') return { kind: 'nothing-new', signal: 'errors' };
  return what === 'calm' ? counts('errors', quiet(second)) : what;
}
