import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { forecast, type GaugePoint, type GaugeScale, leastHistory } from './forecast.ts';
import { openShiftTest, shifted, stepShiftTest, type Worse } from './shift-test.ts';

const minute = 60_000;
const week = 7 * 86_400_000;
const began = 2 * week;

/** A value a minute, the last of them a minute before the rollout. */
function past(values: readonly number[]): GaugePoint[] {
  return values.map((value, index) => ({ at: began - (values.length - index) * minute, value }));
}

/** How many points it takes until it alarms; null where none of them does. */
function alarmAfter(
  history: readonly GaugePoint[],
  after: readonly number[],
  {
    scale = 'value',
    worse = 'higher',
    seasonal,
  }: { scale?: GaugeScale; worse?: Worse; seasonal?: GaugePoint[] } = {},
): number | null {
  const predicted = forecast(history, scale, began, seasonal);
  if (predicted === null) throw new Error('there is not enough history');
  let state = openShiftTest(predicted, worse);
  for (const [index, value] of after.entries()) {
    state = stepShiftTest(state, { at: began + (index + 1) * minute, value });
    if (shifted(state)) return index + 1;
  }
  return null;
}

/** Repeatable noise around a level. */
function noisy(length: number, level: number, spread: number, seed = 1): number[] {
  let state = seed;
  return Array.from({ length }, () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return level + spread * (2 * (state / 2_147_483_648) - 1);
  });
}

const steady = noisy(60, 100, 5);

describe('a gauge', () => {
  test('that goes on as before does not shift', () => {
    expect(alarmAfter(past(steady), noisy(60, 100, 5, 7))).toBeNull();
  });

  test('that triples is seen at its first point, one that rises by half a little later', () => {
    expect(alarmAfter(past(steady), noisy(10, 300, 5, 7))).toBe(1);
    expect(alarmAfter(past(steady), noisy(10, 150, 5, 7))).toBeGreaterThan(1);
    expect(alarmAfter(past(steady), noisy(10, 150, 5, 7))).toBeLessThanOrEqual(3);
  });

  test('that is away for one point by little more than its noise is not believed', () => {
    expect(alarmAfter(past(steady), [...noisy(3, 100, 5, 7), 150, ...noisy(6, 100, 5, 8)])).toBeNull();
  });

  test('below the least effect never shifts, however still it was', () => {
    expect(alarmAfter(past(Array(60).fill(100)), Array(60).fill(115))).toBeNull();
    expect(alarmAfter(past(Array(60).fill(0.001)), Array(60).fill(0.009), { scale: 'share' })).toBeNull();
    const milliseconds = { scale: 'latency-seconds' } as const;
    expect(alarmAfter(past(Array(60).fill(0.005)), Array(60).fill(0.02), milliseconds)).toBeNull();
  });

  test('is judged in its own direction', () => {
    const falls = Array(10).fill(30);
    expect(alarmAfter(past(steady), falls)).toBeNull();
    expect(alarmAfter(past(steady), falls, { worse: 'lower' })).toBe(2);
    expect(alarmAfter(past(steady), falls, { worse: 'either' })).toBe(2);
  });

  test('that wandered before has to wander further: its own forecast error is the unit', () => {
    const wandering = Array.from({ length: 120 }, (_, index) => 100 + 40 * Math.sin(index / 9));
    const last = wandering.at(-1) ?? 0;
    const up = [60, 60];
    expect(
      alarmAfter(
        past(steady),
        up.map((by) => 100 + by),
      ),
    ).toBe(2);
    expect(
      alarmAfter(
        past(wandering),
        up.map((by) => last + by),
      ),
    ).toBeNull();
  });

  test('that rises at this hour every day does not shift by rising', () => {
    const daily = Array.from({ length: 1500 }, (_, index) => {
      const untilSync = (1500 - index) % 1440;
      return untilSync > 1410 || untilSync === 0 ? 300 : 100;
    });
    const rises = Array(20).fill(300);
    expect(alarmAfter(past(daily), rises)).toBeNull();
    expect(alarmAfter(past(daily.slice(-120)), rises)).not.toBeNull();
  });

  test('that rose at this hour of last week by as much does not shift by rising', () => {
    const rises = Array(20).fill(300);
    // Half an hour at another level than today's, and then the same step.
    const rose = [...Array(30).fill(50), ...Array(40).fill(250)];
    const seasonal = rose.map((value, index) => ({ at: began - week + (index - 30) * minute, value }));
    expect(alarmAfter(past(steady), rises)).not.toBeNull();
    expect(alarmAfter(past(steady), rises, { seasonal })).toBeNull();
    expect(alarmAfter(past(steady), Array(20).fill(600), { seasonal })).not.toBeNull();
  });

  test('a week of which too little is known excuses nothing', () => {
    const seasonal = [40, 41].map((index) => ({ at: began - week + index * minute, value: 300 }));
    expect(alarmAfter(past(steady), Array(20).fill(300), { seasonal })).toBe(1);
  });

  test('without enough history is not judged', () => {
    expect(forecast(past(steady.slice(0, leastHistory - 1)), 'value', began)).toBeNull();
    expect(forecast(past(steady.slice(0, leastHistory)), 'value', began)).not.toBeNull();
  });

  test('in another unit is judged the same', () => {
    const values = fc.array(fc.double({ min: 1, max: 1000, noNaN: true }), { minLength: 20, maxLength: 60 });
    fc.assert(
      fc.property(values, values, fc.integer({ min: -10, max: 10 }), (before, after, power) => {
        // A power of two changes no digit of a value, so that nothing is a matter of rounding.
        const times = (value: number) => value * 2 ** power;
        expect(alarmAfter(past(before.map(times)), after.map(times))).toBe(alarmAfter(past(before), after));
      }),
    );
  });

  test('that is worse at every point alarms no later', () => {
    const values = fc.array(fc.double({ min: 1, max: 1000, noNaN: true }), { minLength: 20, maxLength: 40 });
    fc.assert(
      fc.property(values, values, fc.double({ min: 1, max: 3, noNaN: true }), (before, after, times) => {
        const sooner =
          alarmAfter(
            past(before),
            after.map((value) => value * times),
          ) ?? Number.POSITIVE_INFINITY;
        expect(sooner).toBeLessThanOrEqual(alarmAfter(past(before), after) ?? Number.POSITIVE_INFINITY);
      }),
    );
  });
});
