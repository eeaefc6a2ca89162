import { expect, test } from 'vitest';
import { history } from '../testing/scripted-watch.ts';
import { nullModel, wilson } from './null-model.ts';

const least = { events: 3, points: 0.2, times: 2 };

test('what is unchanged reaches as far as a short history leaves it unknown', () => {
  const hour = nullModel(
    history(20, () => 0.001),
    least,
  );
  const minutes = nullModel(
    history(20, () => 0.001, 5),
    least,
  );
  expect(hour.upper).toBeCloseTo(0.0012, 4);
  expect(minutes.upper).toBeGreaterThan(0.0015);
});

test('what is unchanged reaches as far as the ratio drifts by itself', () => {
  const steady = nullModel(
    history(500, () => 0.02),
    least,
  );
  const drifting = nullModel(
    history(500, (second) => (Math.floor(second / 600) % 2 === 0 ? 0.03 : 0.01)),
    least,
  );
  expect(steady.upper).toBeLessThan(0.021);
  expect(drifting.upper).toBeGreaterThan(0.039);
});

test('a ratio that matters is both twice the baseline and a fifth of a point above it', () => {
  const ratios = (base: number) =>
    nullModel(
      history(500, () => base),
      least,
    ).leastRatio;
  expect(ratios(0)).toBeCloseTo(0.002, 4);
  expect(ratios(0.0005)).toBeCloseTo(0.0025, 4);
  expect(ratios(0.01)).toBeCloseTo(0.02, 4);
});

test('an interval of Wilson', () => {
  expect(wilson(0, 0, 1.96)).toEqual([0, 1]);
  // The two roots of (24/603 - x)^2 = 1.96^2 x (1 - x) / 603.
  const [low, high] = wilson(24, 603, 1.96);
  expect(low).toBeCloseTo(0.02688, 4);
  expect(high).toBeCloseTo(0.05853, 4);
});
