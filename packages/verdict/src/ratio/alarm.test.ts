import { describe, expect, test } from 'vitest';
import type { CountStep } from '../plan.ts';
import { follow, history, sync } from '../testing/scripted-watch.ts';
import { type AlarmRule, raiseAlarm } from './alarm.ts';
import { spending } from './evidence.ts';
import { type NullModel, nullModel } from './null-model.ts';

const least = { events: 3, points: 0.2, times: 2 };

function ruleOf(model: NullModel, leastEvents: number): AlarmRule {
  const budget = spending(0.000_15, 1, 1_800_000);
  return {
    ...{ model, budget, leastEvents, sync, synced: sync },
    ...{ conditions: null, effect: model.leastRatio, history: [] },
  };
}

/** Quiet for ten minutes after the sync, then what the case says; looks of 2 s. */
function alarmAfter(rps: number, seconds: number, ratio: (second: number) => number) {
  const onset = 600;
  const step = follow(rps, (second) => (second < onset ? 0.001 : ratio(second - onset)));
  const steps: CountStep[] = [];
  for (let second = 2; second <= onset + seconds; second += 2) steps.push(step(second - 2, second));
  const model = nullModel(
    history(rps, () => 0.001),
    least,
  );
  const rule = ruleOf(model, 3);
  return raiseAlarm(rule, steps, onset + seconds);
}

test('a fault of half a minute that goes on is an alarm', () => {
  expect(alarmAfter(50, 30, () => 0.1)).toEqual({
    from: sync + 600_000,
    to: sync + 602_000,
    beforeSync: false,
    band: 'act',
  });
});

test('a fault whose newest look is quiet is none', () => {
  expect(alarmAfter(50, 32, (second) => (second < 30 ? 0.1 : 0))).toBeNull();
});

test('a fault that is over is none, whatever one look shows by chance', () => {
  const over = (second: number) => (second < 30 ? 0.1 : second < 70 ? 0.001 : 0.01);
  expect(alarmAfter(50, 72, over)).toBeNull();
});

test('a fault that has become too small to matter is none, however sure it is', () => {
  const settled = (second: number) => (second < 30 ? 0.1 : second < 90 ? 0.0026 : 0.004);
  expect(alarmAfter(20_000, 92, settled)).toBeNull();
});

test('fewer bad events than asked for are none', () => {
  const step = (at: number, bad: number): CountStep => ({ at: sync + at * 1000, seconds: 10, bad, total: 5 });
  const model = nullModel(
    history(5, () => 0),
    least,
  );
  const rule = ruleOf(model, 7);
  const steps = [step(610, 0), step(620, 2), step(630, 2), step(640, 2)];
  expect(raiseAlarm(rule, steps, 640)).toBeNull();
  expect(raiseAlarm({ ...rule, leastEvents: 6 }, steps, 640)).not.toBeNull();
});

describe('half a request a second of which two in an hour failed', () => {
  const rps = 0.5;
  const model = nullModel(
    history(rps, () => 0.001),
    least,
  );

  /** Two of a hundred fail from a moment on; looks of 10 s. */
  function firstAlarm(ratio: (second: number) => number): number | null {
    const step = follow(rps, ratio);
    const steps: CountStep[] = [];
    for (let second = 10; second <= 1_800; second += 10) {
      steps.push(step(second - 10, second));
      if (raiseAlarm(ruleOf(model, 3), steps, second) !== null) return second;
    }
    return null;
  }

  test('alarms within a quarter of an hour if two of a hundred fail from then on', () => {
    expect(firstAlarm(() => 0.021)).toBeLessThan(900);
  });

  test('does not alarm of a blip while its pods were cold, whatever fails later on', () => {
    const blip = (second: number) => (second < 20 ? 0.8 : 0.0015);
    expect(firstAlarm(blip)).toBeNull();
  });
});
