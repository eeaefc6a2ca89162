import { describe, expect, test } from 'vitest';
import fixture from '../../../../fixtures/kayenta-vectors.json' with { type: 'json' };
import { classify, defaults, deviation, type Metric } from './classify.ts';
import { shiftBetween } from './mann-whitney.ts';

/** Inputs of our own, outputs of the real classifier (spinnaker/kayenta a69573be). */
const vectors = fixture.vectors;

function expectClose(actual: number | undefined, expected: number | null): void {
  if (expected === null) expect(actual).toBeNaN();
  else expect(actual).toBeCloseTo(expected, 9);
}

describe('the real classifier of Kayenta says the same of', () => {
  test.each(vectors)('$name: $expect.classification', (vector) => {
    const metric: Metric = {
      ...defaults,
      direction: vector.direction as Metric['direction'],
      effectSize: vector.measure as Metric['effectSize'],
      allowedIncrease: vector.allowedIncrease,
      allowedDecrease: vector.allowedDecrease,
    };
    expect(classify(metric, vector.experiment, vector.control)).toBe(vector.expect.classification);
    expectClose(deviation(vector.experiment, vector.control), vector.expect.deviation);
  });

  test.each(vectors.filter(({ expect: { estimate } }) => estimate !== null))(
    'the interval of $name',
    (vector) => {
      const shift = shiftBetween(vector.experiment, vector.control);
      expectClose(shift?.lower, vector.expect.ciLower);
      expectClose(shift?.upper, vector.expect.ciUpper);
      expectClose(shift?.estimate, vector.expect.estimate);
    },
  );

  test('all 66 of them', () => {
    expect(vectors).toHaveLength(66);
  });
});
