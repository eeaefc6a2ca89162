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

test('the log names what is not in git', () => {
  const change = {
    kind: 'parameters',
    source: 'charts',
    field: 'helm.parameters.tag',
    from: 'v1',
    to: 'v2',
  } as const;
  const others = [{ id: 'o1', change, posteriorBp: 9_950 }];
  expect(attributionLine({ ...attribution, others, culprit: 'o1' })).toMatch(
    /^blamed `helm\.parameters\.tag` of `charts`: `v1` to `v2`, confidence /,
  );
});
