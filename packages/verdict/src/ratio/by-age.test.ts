import { describe, expect, test } from 'vitest';
import type { Aged, CountStep } from '../plan.ts';
import { counts, follow, playRatio, type Script, sync } from '../testing/scripted-watch.ts';
import { byAge, withoutYoung } from './by-age.ts';

const pods = 10;
const everySeconds = 15;
const rps = 100;

/** A rolling update, a pod after the other; `excess` is what a new pod fails at an age, above the base. */
function rolling(excess: (age: number) => number) {
  const base = 0.001;
  const served = Array.from({ length: pods }, (_, pod) => {
    const born = pod * everySeconds;
    return { born, step: follow(rps / pods, (second) => base + (second < born ? 0 : excess(second - born))) };
  });
  return (from: number, to: number, apart: boolean): CountStep => {
    const each = served.map(({ born, step }) => ({ age: to - born, ...step(from, to) }));
    const aged: Aged[] = each
      .filter(({ age }) => age > 0 && age <= 300)
      .map(({ age, bad, total }) => ({ seconds: age, bad, total }));
    return {
      at: sync + to * 1000,
      seconds: to - from,
      bad: each.reduce((sum, { bad }) => sum + bad, 0),
      total: each.reduce((sum, { total }) => sum + total, 0),
      ...(apart && aged.length > 0 && { aged }),
    };
  };
}

function play(excess: (age: number) => number, apart: boolean, rest: Partial<Script> = {}) {
  const step = rolling(excess);
  return playRatio(rps, () => 0.001, {
    ...rest,
    read: (second, every) => [counts('errors', step(second - every, second, apart))],
  });
}

const cold = (age: number) => 0.2 * Math.exp(-age / 5);

describe('pods that are replaced one after the other', () => {
  test('and are cold one after the other are no regression', () => {
    expect(play(cold, true).verdict.outcome).toBe('healthy');
  });

  test('pass for a fault where they are not told apart', () => {
    expect(play(cold, false).verdict.outcome).toBe('regression');
  });

  const until = pods * everySeconds;
  const argocd: Partial<Script> = { rolling: (second) => second < until };

  test('and are not told apart are no regression while Argo CD says that they are being replaced', () => {
    expect(play(cold, false, argocd).verdict.outcome).not.toBe('regression');
  });

  test('and fail are one within half a minute after the rollout, where they are not told apart', () => {
    const { verdict, second } = play(() => 0.1, false, argocd);
    expect(verdict.outcome).toBe('regression');
    expect(second).toBeGreaterThan(until);
    expect(second).toBeLessThanOrEqual(until + 30);
  });

  test('a rollout that does not end is awaited for ten minutes', () => {
    const { verdict, second } = play(() => 0.1, false, { rolling: () => true });
    expect(verdict.outcome).toBe('regression');
    expect(second).toBeGreaterThan(600);
    expect(second).toBeLessThanOrEqual(660);
  });

  test.each([
    ['from their start on', () => 0.1],
    ['long after it', (age: number) => (age < 200 ? 0 : 0.2)],
  ])('and fail %s are judged at once where they are told apart, whatever Argo CD says', (_when, excess) => {
    expect(play(excess, true, { rolling: () => true })).toEqual(play(excess, true));
  });

  test.each([
    ['from their start on', () => 0.1],
    ['beside their warm-up', (age: number) => 0.1 + cold(age)],
    ['when they are half a minute old', (age: number) => (age < 30 ? 0 : 0.2)],
  ])('and fail %s are one, before half of them are replaced', (_when, excess) => {
    const { verdict, second } = play(excess, true);
    expect(verdict.outcome).toBe('regression');
    expect(second).toBeLessThanOrEqual((pods * everySeconds) / 2);
  });
});

test('pods that fail when they are a minute and a half old are found while others are still started', () => {
  const { verdict, second } = play((age) => (age < 90 ? 0 : 0.3), true);
  expect(verdict.outcome).toBe('regression');
  expect(second).toBeLessThan(pods * everySeconds);
});

describe('counts by age', () => {
  const at = (second: number, ...aged: Aged[]) => ({
    ...{ at: sync + second * 1000, seconds: 10, bad: 9, total: 100 },
    ...(aged.length > 0 && { aged }),
  });

  test('are the sum of what processes did at the same age, youngest first', () => {
    const steps = [
      at(10, { seconds: 10, bad: 3, total: 10 }),
      at(20, { seconds: 20, bad: 1, total: 10 }),
      at(30, { seconds: 30, bad: 0, total: 10 }, { seconds: 10, bad: 2, total: 10 }),
    ];
    expect(byAge(steps)).toEqual([
      { at: 10_000, seconds: 10, bad: 5, total: 20 },
      { at: 20_000, seconds: 10, bad: 1, total: 10 },
      { at: 30_000, seconds: 10, bad: 0, total: 10 },
    ]);
  });

  test('say nothing where all started together: age is time', () => {
    const steps = [at(10, { seconds: 10, bad: 3, total: 10 }), at(20, { seconds: 20, bad: 1, total: 10 })];
    expect(byAge(steps)).toBeNull();
    expect(byAge([at(10), at(20)])).toBeNull();
  });

  test('of hundreds of pods over ten minutes of looks a second are no more than five minutes of ages', () => {
    const ages = Array.from({ length: 300 }, (_, age) => ({ seconds: age + 1, bad: 1, total: 10 }));
    const steps = Array.from({ length: 600 }, (_, second) => ({ ...at(second, ...ages), seconds: 1 }));
    const all = byAge(steps);
    expect(all).toHaveLength(300);
    expect(all?.[0]).toEqual({ at: 1_000, seconds: 1, bad: 600, total: 6_000 });
  });

  test('can be taken away', () => {
    const step = at(10, { seconds: 10, bad: 3, total: 10 }, { seconds: 20, bad: 1, total: 20 });
    expect(withoutYoung(step, 60)).toMatchObject({ bad: 5, total: 70 });
    expect(withoutYoung(step, 15)).toMatchObject({ bad: 6, total: 90 });
    expect(withoutYoung(step, 5)).toBe(step);
  });
});
