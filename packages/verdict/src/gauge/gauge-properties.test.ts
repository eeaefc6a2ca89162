import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { GaugePlan, HealthPlan, Reading, SignalPlan } from '../plan.ts';
import { play, sync } from '../testing/scripted-watch.ts';

const settings = { seed: 20_261_121, numRuns: 60 };
const minute = 60_000;

const orders: GaugePlan = {
  ...{ kind: 'gauge', signal: 'orders', scale: 'value', worse: 'lower' },
  ...{ leastChange: null, stepMs: minute },
};
const paid: GaugePlan = { ...orders, signal: 'paid', worse: 'either' };
const ready: HealthPlan = { kind: 'health', signal: 'ready', failures: 3 };

/** A value a minute: around its level for most of the time, far away for some. */
const value = fc.oneof(
  { weight: 4, arbitrary: fc.double({ min: 90, max: 110, noNaN: true }) },
  { weight: 1, arbitrary: fc.double({ min: 0, max: 1_000, noNaN: true }) },
);
const before = fc.array(value, { minLength: 5, maxLength: 80 });
const after = fc.oneof(
  fc.array(value, { minLength: 15, maxLength: 15 }),
  // Faults last.
  fc
    .tuple(fc.integer({ min: 0, max: 15 }), value, value)
    .map(([from, usual, other]) => Array.from({ length: 15 }, (_, index) => (index < from ? usual : other))),
);
const checks = fc.oneof(fc.constant(Number.POSITIVE_INFINITY), fc.integer({ min: 0, max: 900 }));

interface Seen {
  readonly before: readonly number[];
  readonly after: readonly number[];
  /** the check fails from this second on */
  readonly failsFrom: number;
}
const seen = fc.record({ before, after, failsFrom: checks });

/** @param readings of other signals, each second */
function watched(
  { before: past, after: future, failsFrom }: Seen,
  signals: readonly SignalPlan[] = [orders, ready],
  read: (signal: string, second: number) => Reading | null = () => null,
) {
  const pointsOf = (values: readonly number[], from: number) =>
    values.map((one, index) => ({ at: sync + (from + index) * minute, value: one }));
  return play({
    signals,
    baselines: signals.map(({ signal }) => {
      return { signal, points: pointsOf(past, 1 - past.length), series: 'history' };
    }),
    read: (second) => signals.flatMap((plan) => read(plan.signal, second) ?? usual(plan, second)),
  }).verdict;

  function usual({ kind, signal }: SignalPlan, second: number): Reading {
    if (kind === 'health')
      return { kind: 'check', signal, at: sync + second * 1000, passed: second < failsFrom };
    const points = pointsOf(future, 1).filter(({ at }) => at === sync + second * 1000);
    return points.length === 0
      ? { kind: 'nothing-new', signal }
      : { kind: 'values', signal, points, series: `${second}` };
  }
}

describe('of gauges, whatever is seen', () => {
  test('a regression is among it, and so is none', () => {
    const outcomes = fc.sample(seen, { ...settings, numRuns: 200 }).map((one) => watched(one).outcome);
    expect(new Set(outcomes)).toEqual(new Set(['regression', 'ambiguous', 'healthy']));
  });

  test('values in another unit give the same verdict', () => {
    fc.assert(
      fc.property(seen, fc.integer({ min: -10, max: 10 }), (all, power) => {
        // A power of two changes no digit of a value, so that nothing is a matter of rounding.
        const scaled = (values: readonly number[]) => values.map((one) => one * 2 ** power);
        const other = watched({ ...all, before: scaled(all.before), after: scaled(all.after) });
        const { outcome, decidedAt, stopped, looks } = watched(all);
        expect(other).toMatchObject({ outcome, decidedAt, stopped, looks });
      }),
      settings,
    );
  });

  test('the order of signals, histories and readings changes nothing', () => {
    fc.assert(
      fc.property(seen, fc.shuffledSubarray([orders, paid, ready], { minLength: 3 }), (all, shuffled) => {
        expect(watched(all, shuffled)).toEqual(watched(all, [orders, paid, ready]));
      }),
      settings,
    );
  });

  test('a healthy gauge or check more never makes a regression', () => {
    const calm: GaugePlan = { ...orders, signal: 'calm' };
    const home: HealthPlan = { ...ready, signal: 'home' };
    const healthy = (all: Seen) => (signal: string, second: number) => {
      const at = sync + second * 1000;
      if (signal === 'home') return { kind: 'check' as const, signal, at, passed: true };
      if (signal !== 'calm') return null;
      return {
        kind: 'values' as const,
        signal,
        points: [{ at, value: middleOf(all.before) }],
        series: `${second}`,
      };
    };
    fc.assert(
      fc.property(seen, fc.subarray<SignalPlan>([calm, home], { minLength: 1 }), (all, more) => {
        if (watched(all, [orders, ready, ...more], healthy(all)).outcome !== 'regression') return;
        expect(watched(all).outcome).toBe('regression');
      }),
      settings,
    );
  });

  test('what could not be read is no witness beside the one that was', () => {
    const gap = fc.constantFrom('no-data' as const, 'provider-error' as const, null);
    const gaps = fc.array(gap, { minLength: 180, maxLength: 180 });
    fc.assert(
      fc.property(seen, fc.boolean(), gaps, (all, shifts, missing) => {
        const read = (signal: string, second: number): Reading | null => {
          const outcome = missing[(second / 10 - 1) * 2 + (signal === 'ready' ? 1 : 0)] ?? null;
          return outcome && { kind: 'unread', signal, outcome, reason: 'provider-gap', detail: 'HTTP 503' };
        };
        const level = all.after.map(() => middleOf(all.before));
        const one = shifts ? { ...all, failsFrom: Number.POSITIVE_INFINITY } : { ...all, after: level };
        expect(watched(one, [orders, ready], read).outcome).not.toBe('regression');
      }),
      settings,
    );
  });
});

function middleOf(values: readonly number[]): number {
  return [...values].sort((one, other) => one - other)[values.length >> 1] ?? 0;
}
