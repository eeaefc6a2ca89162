import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CountStep } from '../plan.ts';
import { errors, history, sync } from '../testing/scripted-watch.ts';
import { served, watched } from '../testing/watched-canary.ts';
import { spending } from './evidence.ts';
import { nullModel } from './null-model.ts';
import { advance, begin, ratioTest } from './ratio-test.ts';

describe('a canary', () => {
  test('that fails while the old pods do not is a regression, with the counts of both', () => {
    const { verdict, second } = watched({ at: () => ({ canary: served(50, 0.1), stable: served(450, 0) }) });
    expect(verdict.outcome).toBe('regression');
    expect(second).toBeLessThanOrEqual(40);
    const looks = second / 10;
    expect(verdict.findings).toMatchObject([
      {
        observed: { bad: 5 * looks, total: 50 * looks },
        control: { bad: 0, total: 450 * looks },
      },
    ]);
  });

  test('that fails as the old pods do is not to blame', () => {
    const { verdict, second } = watched({
      at: () => ({ canary: served(50, 0.1), stable: served(450, 0.1) }),
    });
    expect(verdict).toMatchObject({
      outcome: 'ambiguous',
      reason: 'control-fails-too',
      stopped: 'watch-ended',
    });
    expect(verdict.findings).toMatchObject([{ outcome: 'ambiguous', reason: 'control-fails-too' }]);
    expect(second).toBe(900);
  });

  test('that goes on failing when the old pods have recovered is', () => {
    const at = (second: number) => ({
      canary: served(250, 0.1),
      stable: served(250, second <= 60 ? 0.1 : 0),
    });
    const { verdict, second } = watched({ at });
    expect(verdict.outcome).toBe('regression');
    expect(second).toBeGreaterThan(60);
  });

  test('that is well is healthy by its own requests, not by those of the old pods', () => {
    const few = watched({ at: () => ({ canary: served(1, 0), stable: served(499, 0.001) }) });
    expect(few.verdict).toMatchObject({ outcome: 'ambiguous', reason: 'not-enough-traffic' });
    const enough = watched({ at: () => ({ canary: served(100, 0), stable: served(400, 0.001) }) });
    expect(enough.verdict.outcome).toBe('healthy');
  });

  test('of little traffic is no drop of the traffic, and no silence', () => {
    const at = (second: number) => ({
      canary: served(second < 300 ? 0 : 100, 0),
      stable: served(second < 300 ? 500 : 400, 0.001),
    });
    expect(watched({ at }).verdict.outcome).toBe('healthy');
  });

  test('and old pods that are asked less together are one', () => {
    const { verdict } = watched({ at: () => ({ canary: served(100, 0), stable: served(100, 0.001) }) });
    expect(verdict).toMatchObject({ outcome: 'ambiguous', reason: 'traffic-dropped' });
  });

  test('is judged from its first request on, whatever the old pods showed before', () => {
    const at = (second: number) =>
      second <= 100
        ? { canary: served(500, 0), stable: null }
        : { canary: served(1, 0), stable: served(499, 0) };
    expect(watched({ at: () => at(1) }).second).toBe(240);
    const { verdict } = watched({ at });
    expect(verdict).toMatchObject({ outcome: 'ambiguous', reason: 'not-enough-traffic' });
    expect(verdict.findings).toMatchObject([
      { observed: { bad: 0, total: 80 }, control: { bad: 0, total: 80 * 499 } },
    ]);
  });

  test('that failed before it is compared is to blame as without a control', () => {
    const at = (second: number) => ({
      canary: served(500, 0.1),
      stable: second <= 100 ? null : served(500, 0.1),
    });
    expect(watched({ at }).verdict.outcome).toBe('regression');
  });
});

const settings = { seed: 20_261_121, numRuns: 80 };
const side = fc.record({
  total: fc.integer({ min: 0, max: 600 }),
  share: fc.oneof(fc.constant(0), fc.double({ min: 0, max: 1, noNaN: true })),
});
const looks = fc
  .array(fc.tuple(side, side, fc.integer({ min: 1, max: 15 })), { minLength: 1, maxLength: 6 })
  .map((stretches) =>
    stretches.flatMap(([canary, stable, length]) => Array.from({ length }, () => ({ canary, stable }))),
  );

const sound = history(50, () => 0.001);
const ruled = ratioTest(nullModel(sound, errors.atLeast), sound, {
  ...{ least: errors.atLeast, conditions: null, budget: spending(0.000_15, 1, 900_000) },
  ...{ sync, synced: sync, warmUpMs: 0, control: { confidence: 0.95, times: 2 } },
});

/** In which look the alarm is raised. */
function alarmAt(steps: readonly CountStep[]): number {
  let progress = begin(ruled);
  return steps.findIndex((step) => {
    progress = advance(ruled, progress, [step]);
    return progress.alarm !== null;
  });
}

test('old pods beside the new ones never raise an alarm that the same new ones alone do not', () => {
  let alarms = 0;
  fc.assert(
    fc.property(looks, (seen) => {
      const steps = seen.map(({ canary, stable }, index): CountStep => {
        const at = sync + (index + 1) * 10_000;
        const control = served(stable.total, stable.share);
        return { at, seconds: 10, ...served(canary.total, canary.share), control };
      });
      const beside = alarmAt(steps);
      if (beside === -1) return;
      alarms++;
      const alone = alarmAt(steps.map(({ control: _, ...step }) => step));
      expect(alone).toBeGreaterThanOrEqual(0);
      expect(alone).toBeLessThanOrEqual(beside);
    }),
    settings,
  );
  expect(alarms).toBeGreaterThan(5);
});
