import { describe, expect, test } from 'vitest';
import { defaults, type Metric, nothingMeasured, phaseOf, statusOf, tallied } from './analysis.ts';

const success = (value: number) => value >= 0.95;
const failure = (value: number) => value < 0.5;

describe('a measurement', () => {
  test.each([
    ['no condition at all', {}, 0, 'Successful'],
    ['success alone, met', { success }, 0.95, 'Successful'],
    ['success alone, not met', { success }, 0.94, 'Failed'],
    ['success alone, not a number', { success }, Number.NaN, 'Failed'],
    ['failure alone, met', { failure }, 0.4, 'Failed'],
    ['failure alone, not met', { failure }, 0.6, 'Successful'],
    ['both, neither met', { success, failure }, 0.6, 'Inconclusive'],
    ['both met: failure wins', { success: () => true, failure: () => true }, 1, 'Failed'],
    ['an empty answer', { success }, null, 'Error'],
  ] as const)('%s', (_, conditions, value, phase) => {
    expect(phaseOf({ ...defaults, ...conditions }, value)).toBe(phase);
  });
});

/** S, F, I and E of the phases, one letter a measurement. */
function statusAfter(phases: string, metric: Partial<Metric>) {
  const named = { S: 'Successful', F: 'Failed', I: 'Inconclusive', E: 'Error' } as const;
  const tally = [...phases].reduce(
    (so, letter) => tallied(so, named[letter as keyof typeof named]),
    nothingMeasured,
  );
  return statusOf({ ...defaults, intervalSeconds: 60, ...metric }, tally);
}

describe('the status after', () => {
  test.each([
    ['F', {}, 'Failed'],
    ['FFF', { failureLimit: 3 }, 'Running'],
    ['FSFSFSF', { failureLimit: 3 }, 'Failed'],
    ['FFFF', { failureLimit: -1 }, 'Running'],
    ['I', {}, 'Inconclusive'],
    ['IF', {}, 'Inconclusive'],
    ['EEEE', {}, 'Running'],
    ['EEEEE', {}, 'Error'],
    ['EEEESEEEE', {}, 'Running'],
    ['EEEEEI', { inconclusiveLimit: 5 }, 'Running'],
    ['SSS', {}, 'Running'],
    ['SSS', { count: 3 }, 'Successful'],
    ['SES', { count: 3 }, 'Running'],
    ['S', { intervalSeconds: null }, 'Successful'],
    ['SFSS', { failureLimit: 1, consecutiveSuccessLimit: 2 }, 'Successful'],
    ['SFS', { failureLimit: 1, consecutiveSuccessLimit: 2, count: 3 }, 'Inconclusive'],
    ['SFS', { failureLimit: -1, consecutiveSuccessLimit: 2, count: 3 }, 'Failed'],
  ] as const)('%s with %o is %s', (phases, metric, status) => {
    expect(statusAfter(phases, metric)).toBe(status);
  });
});
