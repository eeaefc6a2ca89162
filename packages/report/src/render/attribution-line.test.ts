import { Acted, Attributed } from '@backout/incident';
import { fixtureJson } from '@backout/world/fixtures';
import { expect, test } from 'vitest';
import { attributionLine } from './attribution-line.ts';

const { attribution } = Attributed.parse(fixtureJson('incidents/attributed.json'));

test('the log names the culprit, how sure it is and what may be done', () => {
  expect(attributionLine(attribution)).toMatch(
    /^blamed [0-9a-f]{7} \(acme\/checkout#481(, [^)]+)?\), confidence 99\.\d %; decision: revert$/,
  );
});

test('the log names nobody where nobody is to blame', () => {
  const nobody = { ...attribution, cause: 'unknown' as const, culprit: null };
  expect(attributionLine(nobody)).toMatch(/^blamed nobody: .+; decision: revert$/);
});

test('the log names the guardrails that refuse', () => {
  const { decision } = Acted.parse(fixtureJson('incidents/refused-limit.json')).action;
  const line = attributionLine({
    ...attribution,
    decision: { ...attribution.decision, ...decision } as typeof attribution.decision,
  });
  expect(line).toContain('hourly-limit');
});
