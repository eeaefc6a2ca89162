import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CountStep } from '../plan.ts';
import { allPods, controlFails, controlOf } from './control.ts';
import { modelOf } from './null-model.ts';

const rule = { confidence: 0.95, times: 2 };
/** 0.1 % before. */
const history = { bad: 180, total: 180_000, seconds: 3_600 };
const least = { events: 3, points: 0.2, times: 2 };
const model = modelOf(history, 1, least);

type Counts = readonly [bad: number, total: number];

function step([bad, total]: Counts, control?: Counts): CountStep {
  const stable = control === undefined ? {} : { control: { bad: control[0], total: control[1] } };
  return { at: 0, seconds: 10, bad, total, ...stable };
}

describe('old pods beside the new ones', () => {
  test.each<{ what: string; canary: Counts; stable: Counts; fails: boolean }>([
    { what: 'that fail alike excuse', canary: [50, 500], stable: [50, 500], fails: true },
    { what: 'that fail half as often excuse', canary: [50, 500], stable: [25, 500], fails: true },
    { what: 'that do not fail do not', canary: [8, 100], stable: [0, 100], fails: false },
    { what: 'that might fail half as often excuse for now', canary: [8, 100], stable: [1, 100], fails: true },
    { what: 'that fail as ever do not', canary: [10, 100], stable: [2, 1_800], fails: false },
    { what: 'that fail much less do not', canary: [50, 500], stable: [10, 500], fails: false },
    { what: 'of few requests say nothing', canary: [50, 500], stable: [0, 20], fails: false },
    { what: 'of few requests that have got worse excuse', canary: [50, 500], stable: [2, 20], fails: true },
    { what: 'that are gone say nothing', canary: [50, 500], stable: [0, 0], fails: false },
  ])('$what', ({ canary, stable, fails }) => {
    expect(controlFails(rule, [step(canary, stable)], model)).toBe(fails);
  });

  test('say nothing where they are not told apart', () => {
    expect(controlFails(rule, [step([50, 500])], model)).toBe(false);
    expect(controlOf([step([50, 500])])).toBeNull();
  });

  test('are compared only in the steps in which they are told apart', () => {
    const steps = [step([0, 900]), step([8, 100], [0, 100])];
    expect(controlFails(rule, steps, model)).toBe(false);
    expect(controlOf(steps)).toEqual({ bad: 0, total: 100, seconds: 10 });
  });

  test('are compared in the unit in which errors come', () => {
    const bursty = modelOf(history, 4, least);
    const steps = [step([40, 400], [8, 400])];
    expect(controlFails(rule, steps, model)).toBe(false);
    expect(controlFails(rule, steps, bursty)).toBe(true);
  });

  test('count with the new ones for how much traffic there is', () => {
    expect(allPods(step([3, 10], [1, 90]))).toMatchObject({ bad: 4, total: 100 });
    expect(allPods(step([3, 10]))).toEqual(step([3, 10]));
  });
});

const settings = { seed: 20_261_121, numRuns: 300 };
const counts = fc
  .record({ total: fc.integer({ min: 1, max: 5_000 }), share: fc.double({ min: 0, max: 1, noNaN: true }) })
  .map(({ total, share }): Counts => [Math.round(total * share), total]);
const steps = fc.array(
  fc.tuple(counts, counts).map(([canary, stable]) => step(canary, stable)),
  { minLength: 1, maxLength: 8 },
);

/** Old pods without any bad event would show that it is the deployment. */
function couldTell(canary: Counts, stable: Counts, confidence: number): boolean {
  return canary[0] * Math.log1p(stable[1] / (rule.times * canary[1])) > -Math.log(1 - confidence);
}

describe('whatever was counted', () => {
  test('the order of the steps changes nothing', () => {
    fc.assert(
      fc.property(steps, (all) => {
        expect(controlFails(rule, [...all].reverse(), model)).toBe(controlFails(rule, all, model));
      }),
      settings,
    );
  });

  test('more requests of the same bad events on both sides are compared alike', () => {
    fc.assert(
      fc.property(counts, counts, fc.integer({ min: 2, max: 50 }), (canary, stable, times) => {
        fc.pre(couldTell(canary, stable, 0.95));
        const more = ([bad, total]: Counts): Counts => [bad, total * times];
        const compared = (one: Counts, other: Counts) => controlFails(rule, [step(one, other)], model);
        expect(compared(more(canary), more(stable))).toBe(compared(canary, stable));
      }),
      settings,
    );
  });

  test('a bad event more of the old pods never makes it the deployment', () => {
    fc.assert(
      fc.property(counts, counts, (canary, [bad, total]) => {
        if (!controlFails(rule, [step(canary, [bad, total])], model)) return;
        expect(controlFails(rule, [step(canary, [bad + 1, total + 1])], model)).toBe(true);
      }),
      settings,
    );
  });

  test('a higher confidence never makes it the deployment', () => {
    fc.assert(
      fc.property(counts, counts, (canary, stable) => {
        const one = step(canary, stable);
        if (!couldTell(canary, stable, 0.99) || !controlFails(rule, [one], model)) return;
        expect(controlFails({ ...rule, confidence: 0.99 }, [one], model)).toBe(true);
      }),
      settings,
    );
  });
});
