import { describe, expect, test } from 'vitest';
import { openColdPods, stepColdPods } from './cold-pods.ts';
import { forecast } from './forecast.ts';
import { openShiftTest, shifted, type Worse } from './shift-test.ts';

const minute = 60_000;
const began = 2 * 86_400_000;
const history = Array.from({ length: 60 }, (_, index) => ({
  at: began - (60 - index) * minute,
  value: 100 + (index % 5),
}));

/** Seconds to the alarm; null where there is none. A point every so many seconds, the control beside it. */
function alarmAfter(
  values: readonly number[],
  {
    every = 60,
    ready = true,
    control = [],
    worse = 'higher',
  }: {
    every?: number;
    ready?: boolean;
    control?: readonly number[];
    worse?: Worse;
  } = {},
): number | null {
  const predicted = forecast(history, 'value', began);
  if (predicted === null) throw new Error('there is not enough history');
  let pods = openColdPods(openShiftTest(predicted, worse), ready ? began : null);
  for (const [index, value] of values.entries()) {
    const seconds = (index + 1) * every;
    pods = stepColdPods(pods, { at: began + seconds * 1000, value, control: control[index] ?? null });
    if (shifted(pods.test)) return seconds;
  }
  return null;
}

describe('pods that are new', () => {
  test('are not believed at one point, and are at the second', () => {
    expect(alarmAfter([300, 300, 300])).toBe(120);
    expect(alarmAfter([300, 300, 300], { ready: false })).toBe(60);
  });

  test('that are cold and get warm are well', () => {
    expect(alarmAfter([300, 102, 103, 101])).toBeNull();
    expect(alarmAfter([300, 102, 103, 101], { ready: false })).toBe(60);
    expect(alarmAfter([400, 300, 250, 200, 150, 110, 101], { every: 10 })).toBeNull();
  });

  test('that stay bad are found when the minute is over, however often they are asked', () => {
    expect(alarmAfter(Array(20).fill(300), { every: 10 })).toBe(60);
    expect(alarmAfter(Array(20).fill(300), { every: 15 })).toBe(60);
  });

  test('of what fades what is left counts, for every point so far', () => {
    // 1.9 units at both points are not enough; two and a half are.
    expect(alarmAfter([300, 140, 100, 100])).toBeNull();
    expect(alarmAfter([300, 160, 100, 100])).toBe(120);
  });

  test('are judged in their own direction', () => {
    expect(alarmAfter([10, 10], { worse: 'lower' })).toBe(120);
    expect(alarmAfter([10, 140], { worse: 'either' })).toBeNull();
    expect(alarmAfter([10, 10], { worse: 'either' })).toBe(120);
  });

  test('that move with the old ones beside them have not moved', () => {
    const away = [300, 300, 300, 300];
    expect(alarmAfter(away, { control: [300, 300, 300, 300] })).toBeNull();
    expect(alarmAfter(away, { control: [100, 100, 100, 100] })).toBe(120);
    // The old ones are better than ever: what is compared is still what was usual.
    expect(alarmAfter([110, 110, 110, 110], { control: [10, 10, 10, 10] })).toBeNull();
  });
});
