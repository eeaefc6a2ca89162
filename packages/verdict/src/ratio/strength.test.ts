import { describe, expect, test } from 'vitest';
import type { CountStep } from '../plan.ts';
import { history, sync } from '../testing/scripted-watch.ts';
import { addStep, type Evidence, noEvidence, spending } from './evidence.ts';
import { type NullModel, nullModel } from './null-model.ts';
import { tally } from './steps.ts';
import { isConvincing, odds, spentShare, strength } from './strength.ts';

const least = { events: 3, points: 0.2, times: 2 };
const budget = spending(0.000_15, 1, 1_800_000);

function learned(rps: number) {
  return nullModel(
    history(rps, () => 0.001),
    least,
  );
}

/** Looks of ten seconds, one bad event in every look of which the index is a multiple of `every`. */
function looks(count: number, total: number, every: number): CountStep[] {
  return Array.from({ length: count }, (_, index) => ({
    ...{ at: sync + (index + 1) * 10_000, seconds: 10, total },
    bad: (index + 1) % every === 0 ? 1 : 0,
  }));
}

function gathered(steps: readonly CountStep[], model = learned(0.5)): Evidence {
  return steps.reduce((sum, step) => addStep(sum, step, model, budget), noEvidence(model));
}

function convinces(steps: readonly CountStep[], model: NullModel): boolean {
  const evidence = gathered(steps, model);
  return isConvincing(model, { evidence, observed: tally(steps), steps: () => steps }, budget);
}

describe('half a request a second of which two in an hour failed', () => {
  const model = learned(0.5);

  test('of two a hundred is convincing before the sequential test alone is convinced', () => {
    const steps = looks(90, 5, 9);
    expect(convinces(steps, model)).toBe(true);
    expect(convinces(steps, { ...model, sparse: null })).toBe(false);
  });

  test('is not convincing where as many failed in two moments, of which one is long ago', () => {
    const once = looks(90, 5, 45);
    const twice = once.map((step) => ({ ...step, bad: 5 * step.bad }));
    expect(strength(model, gathered(twice), tally(twice), budget)).toBeGreaterThan(budget.threshold);
    expect(convinces(twice, model)).toBe(false);
  });

  test('is told as odds, which a chance of one in ten is not', () => {
    const usual = looks(90, 5, 45);
    expect(strength(model, gathered(usual), tally(usual), budget)).toBeGreaterThan(0);
    expect(odds(model, gathered(usual), tally(usual), budget)).toBeLessThan(Math.LN2);
    const worse = looks(90, 5, 9);
    expect(odds(model, gathered(worse), tally(worse), budget)).toBeGreaterThan(Math.log(20));
  });
});

test.each([0.5, 50])('at %d requests a second the looks of a whole watch use the whole budget', (rps) => {
  const model = learned(rps);
  const spent = [1, 30, 90, 180].map((count) =>
    spentShare(model, gathered(looks(count, 10 * rps, 1_000), model), budget),
  );
  expect(spent).toEqual([...spent].sort((one, other) => one - other));
  expect(spent.at(-1)).toBeCloseTo(1, 6);
});
