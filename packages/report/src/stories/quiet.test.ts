import type { Sha } from '@backout/incident';
import { expect, test } from 'vitest';
import { links, openFixtures } from '../testing/fixtures.ts';
import { quiet } from './quiet.ts';

const incident = openFixtures().incident('superseded');

/** What is said of a watch that a sync of this revision ended. */
function endedBy(by: Sha): string {
  const { verdict } = incident;
  if (verdict.outcome !== 'superseded') throw new Error('the fixture is');
  return quiet({ kind: 'quiet', incident, verdict: { ...verdict, by } }, { pull: null, links }).happened;
}

test('a watch that another revision ended names it', () => {
  expect(endedBy('7'.repeat(40) as Sha)).toMatch(/ended because `7777777` replaced it\.$/);
});

test('no revision is said to have replaced itself', () => {
  const said = endedBy(incident.deployment.revision);
  expect(said).toMatch(/ended because the same revision was synced again with something else beside it\.$/);
});
