import { describe, expect, test } from 'vitest';
import type { CountStep } from '../plan.ts';
import { history } from '../testing/scripted-watch.ts';
import { drift, overdispersion, sparseOverdispersion } from './dispersion.ts';

function withBad(bad: (index: number) => number): CountStep[] {
  return history(50, () => 0).map((step, index) => ({ ...step, bad: bad(index) }));
}

const ratioOf = (steps: readonly CountStep[]) =>
  steps.reduce((sum, { bad }) => sum + bad, 0) / steps.reduce((sum, { total }) => sum + total, 0);

describe('over-dispersion', () => {
  test('of errors that come one by one is 1', () => {
    const steps = withBad((index) => (index % 3 === 0 ? 1 : 0));
    expect(overdispersion(steps, ratioOf(steps))).toBe(1);
  });

  test('of errors that come by the dozen is a dozen', () => {
    const steps = withBad((index) => (index % 36 === 0 ? 12 : 0));
    expect(overdispersion(steps, ratioOf(steps))).toBeCloseTo(12, 0);
  });

  test('of waves of three minutes is seen in blocks of three minutes', () => {
    const steps = withBad((index) => (Math.floor(index / 18) % 2 === 0 ? 2 : 0));
    expect(overdispersion(steps, ratioOf(steps))).toBeGreaterThan(15);
  });

  test('does not depend on the length of a step', () => {
    const coarse = withBad((index) => (index % 36 === 0 ? 12 : 0));
    const fine = coarse.flatMap((step) =>
      [1, 2, 3, 4, 5].map((part) => ({
        at: step.at - 10_000 + part * 2_000,
        seconds: 2,
        bad: part === 1 ? step.bad : 0,
        total: step.total / 5,
      })),
    );
    expect(overdispersion(fine, ratioOf(fine))).toBeCloseTo(overdispersion(coarse, ratioOf(coarse)), 6);
  });
});

describe('over-dispersion of a few events', () => {
  test('is 1, in however small a block one of them came', () => {
    const steps = withBad((index) => (index === 100 ? 1 : 0)).map((step, index) => ({
      ...step,
      total: index === 100 ? 1 : step.total,
    }));
    expect(overdispersion(steps, ratioOf(steps))).toBeGreaterThan(50);
    expect(sparseOverdispersion(steps, ratioOf(steps))).toBe(1);
  });

  test('of two that came together by chance is hardly more, of a dozen nearly a dozen', () => {
    const of = (bad: number) => {
      const steps = withBad((index) => (index % 120 === 0 ? bad : 0));
      return sparseOverdispersion(steps, ratioOf(steps));
    };
    expect(of(2)).toBeLessThan(1.8);
    expect(of(12)).toBeGreaterThan(10);
  });

  test('of waves of ten minutes is seen', () => {
    const steps = withBad((index) => (Math.floor(index / 60) % 3 === 0 && index % 15 === 0 ? 2 : 0));
    expect(sparseOverdispersion(steps, ratioOf(steps))).toBeGreaterThan(3);
  });
});

describe('drift', () => {
  test('of a steady ratio is nothing', () => {
    const steps = withBad((index) => (index % 2 === 0 ? 1 : 0));
    expect(drift(steps, ratioOf(steps))).toBe(0);
  });

  test('of a ratio that doubles and halves is as wide as that', () => {
    const steps = withBad((index) => (Math.floor(index / 60) % 2 === 0 ? 20 : 10));
    // 3 % on average, 1 % up and down.
    expect(drift(steps, ratioOf(steps))).toBeCloseTo(0.01, 2);
  });
});
