import { describe, expect, test } from 'vitest';
import { counts, errors, history, play, sync } from '../testing/scripted-watch.ts';

/** A service of 50 requests a second of which 0.1 % fail; after the sync the rate is what the case says. */
function watched(rate: (second: number) => number, before = history(50, () => 0.001)) {
  return play({
    signals: [errors],
    baselines: [{ signal: 'errors', steps: before, series: 'history' }],
    read: (second, every) => {
      const total = Math.round(rate(second) * every);
      const bad = Math.round(total * 0.001);
      return [counts('errors', { at: sync + second * 1000, seconds: every, bad, total })];
    },
  }).verdict;
}

describe('a service that is asked less', () => {
  test('than half of what it ever was is not healthy: those who do not get through are not counted', () => {
    expect(watched(() => 20)).toMatchObject({ outcome: 'ambiguous', reason: 'traffic-dropped' });
  });

  test('by a third, or for a minute, is', () => {
    expect(watched(() => 34).outcome).toBe('healthy');
    expect(watched((second) => (second > 60 && second <= 120 ? 5 : 50)).outcome).toBe('healthy');
  });

  test('but was as quiet before is', () => {
    const quiet = history(50, () => 0.001).map((step, index) =>
      index >= 120 && index < 180 ? { ...step, total: 200, bad: 0 } : step,
    );
    expect(watched(() => 20, quiet).outcome).toBe('healthy');
  });

  test('with little traffic anyway is as before', () => {
    const few = history(0.3, () => 0);
    expect(watched(() => 0.1, few)).toMatchObject({ reason: 'not-enough-traffic' });
  });
});
