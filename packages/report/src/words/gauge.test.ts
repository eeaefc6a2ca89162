import type { GaugeFinding } from '@backout/incident';
import { describe, expect, test } from 'vitest';
import { gaugeValue, movedWords, normalWords } from './gauge.ts';

describe('a value of a gauge', () => {
  test.each([
    ['0.2431', 'seconds', '243 ms'],
    ['2.417', 'seconds', '2.42 s'],
    ['0.0312', 'ratio', '3.1 %'],
    ['1239.6', 'value', '1,240'],
    ['0', 'value', '0'],
    ['-1234567', 'value', '-1,230,000'],
    ['100000000000000000000', 'value', '100,000,000,000,000,000,000'],
  ] as const)('%s as %s is %s', (value, unit, words) => {
    expect(gaugeValue(value, unit)).toBe(words);
  });

  test('what is normal is told in the directions that are worse', () => {
    expect(normalWords({ low: '0.18', high: '0.31' }, 'seconds')).toBe('180 ms to 310 ms');
    expect(normalWords({ low: null, high: '0.31' }, 'seconds')).toBe('at most 310 ms');
    expect(normalWords({ low: '900', high: null }, 'value')).toBe('at least 900');
  });

  test('is told beside what it was', () => {
    const finding: GaugeFinding = {
      ...{ signal: 'p90', kind: 'gauge', outcome: 'regression', reason: null, unit: 'seconds' },
      baseline: { level: '0.243', points: 60 },
      normal: { low: null, high: '0.31' },
      observed: { value: '0.61', points: 4 },
      ...{ onset: null, points: [], series: '' },
    };
    expect(movedWords(finding)).toBe('610 ms (243 ms before)');
  });
});
