import { Attributed } from '@backout/incident';
import { expect, test } from 'vitest';
import attributed from '../../../test/fixtures/incidents/attributed.json' with { type: 'json' };
import refused from '../../../test/fixtures/incidents/refused-limit.json' with { type: 'json' };
import { attributionLine } from './attribution-line.ts';

const { attribution } = Attributed.parse(attributed);

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
  const { decision } = refused.action;
  const line = attributionLine({
    ...attribution,
    decision: { ...attribution.decision, ...decision } as typeof attribution.decision,
  });
  expect(line).toContain('hourly-limit');
});
