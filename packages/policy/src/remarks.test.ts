import { describe, expect, test } from 'vitest';
import { parsePolicy } from './parse.ts';
import { remarksOn } from './remarks.ts';

const policyOf = (signal: string, { argocd = 'argocd: https://argocd.example.com', mode = 'act' } = {}) =>
  parsePolicy(
    `version: 1
mode: ${mode}
${argocd}
prometheus: https://prometheus.example.com
applications: { checkout: { paths: [apps/checkout], signals: { it: ${signal} } } }
`,
    '.backout.yml',
  );

const ratio = 'ratio: { bad: b, total: t }';

describe('what a signal with a threshold will do is said in words', () => {
  test.each([
    [
      `{ ${ratio}, fail_above: 5%, for: 3m, decide: threshold }`,
      'fails above 5 % for 3 min, if it was not so before, and by nothing else',
    ],
    [
      `{ ${ratio}, fail_above: 5%, review_above: 2% }`,
      'fails where the test finds it worse, or above 5 % for 1 min if it was not so before; above 2 % a person decides',
    ],
    [
      `{ ${ratio}, objective: 99.9 }`,
      'fails where the test finds it worse, or by burning the budget of 99.9 % 14.4 times too fast if it was not so before',
    ],
    [
      '{ gauge: up, fail_above: 90, fail_below: 10, for: 90s, decide: threshold, unit: percent }',
      'fails above 90 for 90 s or below 10 for 90 s, if it was not so before, and by nothing else; a gauge needs a second witness',
    ],
  ])('%s', (signal, sentence) => {
    const path = 'applications.checkout.signals.it';
    expect(remarksOn(policyOf(signal))).toEqual([{ code: 'decides', path, sentence }]);
  });

  test.each([`{ ${ratio} }`, '{ gauge: up }', 'argocd'])('and nothing of %s', (signal) => {
    expect(remarksOn(policyOf(signal))).toEqual([]);
  });
});

test('that nothing is reverted without Argo CD is said where a revert is wanted', () => {
  const codes = (mode: string) =>
    remarksOn(policyOf(`{ ${ratio} }`, { argocd: '', mode })).map(({ code }) => code);
  expect([codes('act'), codes('observe')]).toEqual([['no-argocd'], []]);
});
