import { incidentId } from '@backout/incident';
import { describe, expect, it } from 'vitest';
import { actionOf, decisionOf, recoveryOf } from './record.ts';
import { isStop, openFixtures } from './testing/fixtures.ts';

const fixtures = openFixtures();
const incidents = fixtures.names.filter((fixture) => !isStop(fixture));

describe('the fixtures are incidents that the chain could have written', () => {
  it.each(fixtures.names)('%s has the form of the contract', (fixture) => {
    expect(() => (isStop(fixture) ? fixtures.stop(fixture) : fixtures.incident(fixture))).not.toThrow();
  });

  it.each(incidents)('%s has the id of its deployment', (fixture) => {
    const incident = fixtures.incident(fixture);
    expect(incident.id).toBe(incidentId(incident.deployment));
  });

  it.each(incidents)('%s goes forward in time', (fixture) => {
    const incident = fixtures.incident(fixture);
    const { deployment, verdict } = incident;
    const action = actionOf(incident);
    const moments = [
      deployment.syncStartedAt,
      verdict.decidedAt,
      decisionOf(incident)?.at,
      action !== null && 'pushedAt' in action ? action.pushedAt : undefined,
      recoveryOf(incident)?.syncedAt,
      recoveryOf(incident)?.recoveredAt,
      recoveryOf(incident)?.provenAt,
    ].flatMap((moment) => moment ?? []);
    expect(moments).toEqual([...moments].sort());
  });

  it.each(incidents)('%s has looks that add up to what was observed', (fixture) => {
    const { deployment, verdict } = fixtures.incident(fixture);
    for (const finding of verdict.findings) {
      if (finding.kind !== 'ratio' || finding.outcome !== 'regression') continue;
      const after = finding.points.filter((point) => point.at > deployment.syncStartedAt);
      const bad = after.reduce((all, point) => all + point.bad, 0);
      const total = after.reduce((all, point) => all + point.total, 0);
      expect({ bad, total }).toEqual(finding.observed);
    }
  });
});
