import { describe, expect, test } from 'vitest';
import { seeded } from '../testing/scripted-random.ts';
import { type Exclusion, excluded, excludeStep, noExclusion } from './exclusion.ts';
import { modelOf } from './null-model.ts';

/** 0.1 % before; one percentage point more is what matters. */
const history = { bad: 180, total: 180_000, seconds: 3_600 };
const model = modelOf(history, 1, { events: 3, points: 1, times: 2 });

function watch(bad: readonly number[], from: Exclusion = noExclusion): Exclusion {
  return bad.reduce(
    (state, count, index) => excludeStep(state, { at: index, seconds: 1, bad: count, total: 50 }, model),
    from,
  );
}

const quiet = (seconds: number) => new Array<number>(seconds).fill(0);

describe('excluding the effect', () => {
  test('takes about ten quiet seconds at 50 requests/s', () => {
    expect(excluded(watch(quiet(5)))).toBe(false);
    expect(excluded(watch(quiet(12)))).toBe(true);
  });

  test('is delayed by a burst that came and went, and not prevented', () => {
    const burst = watch([0, 0, 15, 15, 15, 15]);
    expect(excluded(watch(quiet(8), burst))).toBe(false);
    expect(excluded(watch(quiet(20), burst))).toBe(true);
  });

  test('does not stand against errors that go on now, however long it was quiet', () => {
    const long = watch(quiet(3_600));
    expect(Number.isFinite(long.nats)).toBe(true);
    expect(excluded(watch([5, 5, 5], long))).toBe(false);
  });

  test('is wrong at most once in twenty where the effect is there, at whatever look', () => {
    const random = seeded(7);
    const wrong = Array.from({ length: 400 }, () => {
      let state = noExclusion;
      for (let second = 0; second < 300; second++) {
        const bad = Array.from({ length: 50 }, () => random() < 0.011).filter(Boolean).length;
        state = excludeStep(state, { at: second, seconds: 1, bad, total: 50 }, model);
        if (excluded(state)) return true;
      }
      return false;
    }).filter(Boolean).length;
    expect(wrong / 400).toBeLessThan(0.05);
  });
});
