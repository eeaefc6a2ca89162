import { describe, expect, test } from 'vitest';
import { seeded } from '../testing/scripted-random.ts';
import { history, type Outcome } from '../testing/scripted-watch.ts';
import { watched } from '../testing/watched-canary.ts';

/** Poisson counts: a tenth of 50 requests a second goes to the canary. */
function simulated(seed: number, fault: { readonly canary: number; readonly stable: number }) {
  const random = seeded(seed);
  const count = (mean: number) => {
    let events = 0;
    let passed = -Math.log(1 - random());
    while (passed < mean) {
      events++;
      passed -= Math.log(1 - random());
    }
    return events;
  };
  const before = history(50, () => 0.001);
  const at = () => ({
    canary: { bad: Math.min(50, count(50 * fault.canary)), total: 50 },
    stable: { bad: count(450 * fault.stable), total: 450 },
  });
  return { before, at };
}

const watches = 300;

describe('simulated', () => {
  test('a fault that hits old and new pods alike is never the deployment', () => {
    const outcomes = Array.from({ length: watches }, (_, seed) => {
      const { verdict } = watched(simulated(seed, { canary: 0.1, stable: 0.1 }));
      return 'reason' in verdict ? verdict.reason : verdict.outcome;
    });
    expect([...new Set(outcomes)]).toEqual(['control-fails-too']);
  });

  test('a canary of a tenth that fails 10 % is found at least as often and as soon as in the whole', () => {
    const fault = { canary: 0.101, stable: 0.001 };
    const runs = Array.from({ length: watches / 3 }, (_, seed) => {
      const told = watched(simulated(seed, fault));
      const { before, at } = simulated(seed, fault);
      const whole = watched({
        before,
        at: () => {
          const { canary, stable } = at();
          return {
            canary: { bad: canary.bad + stable.bad, total: canary.total + stable.total },
            stable: null,
          };
        },
      });
      return { told, whole };
    });
    const found = (all: readonly Outcome[]) =>
      all.filter(({ verdict }) => verdict.outcome === 'regression').map(({ second }) => second);
    const [told, whole] = [found(runs.map((run) => run.told)), found(runs.map((run) => run.whole))];
    expect(told.length).toBe(runs.length);
    expect(whole.length).toBeLessThanOrEqual(told.length);
    expect(median(told)).toBeLessThan(median(whole));
  });
});

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.POSITIVE_INFINITY;
}
