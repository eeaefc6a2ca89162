import { describe, expect, it } from 'vitest';
import { isHealthyMark, statusDescription, statusState } from './status.ts';
import { isStop, openFixtures } from './testing/fixtures.ts';

const { names, incident: incidentFixture } = openFixtures();

describe('the commit status', () => {
  it.each([
    ['healthy', 'success', 'healthy: errors 0.11 % of 18,012 requests, 31 looks'],
    ['watched', 'failure', 'regression: 24 of 603 failed, about 1 expected'],
    ['never-ready', 'failure', 'regression: 6 of 6 checks of ready failed'],
    ['ambiguous', 'error', 'ambiguous: only one witness reports a regression, and it may not decide alone'],
    ['no-data', 'error', "no-data: the policy's query returned no series"],
    ['own-revert', null, 'own-revert: the deployment is a revert that backout pushed itself'],
  ])('of %s', (fixture, state, description) => {
    const { verdict } = incidentFixture(fixture);
    expect(statusState(verdict)).toBe(state);
    expect(statusDescription(verdict)).toBe(description);
  });

  it('of a watch that goes on', () => {
    const progress = { outcome: 'watching', signal: 'errors', bad: 3, total: 402, looks: 2 } as const;
    expect(statusState(progress)).toBe('pending');
    expect(statusDescription(progress)).toBe('watching: errors 3 of 402 (0.75 %) after 2 looks');
  });

  it('marks only a deployment that was judged healthy as known good', () => {
    const marked = names
      .filter((fixture) => !isStop(fixture))
      .filter((fixture) => statusState(incidentFixture(fixture).verdict) === 'success');
    expect(marked).toEqual(['healthy']);
  });

  it('knows its own mark of a healthy deployment again', () => {
    const marked = names
      .filter((fixture) => !isStop(fixture))
      .filter((fixture) => isHealthyMark(statusDescription(incidentFixture(fixture).verdict)));
    expect(marked).toEqual(['healthy']);
    expect(isHealthyMark(null)).toBe(false);
    expect(isHealthyMark('not healthy: x')).toBe(false);
  });

  it('closes the status of a watch that was superseded', () => {
    expect(statusState(incidentFixture('superseded').verdict)).toBe('error');
  });

  it('is never longer than GitHub takes', () => {
    const progress = { outcome: 'watching', signal: 'e'.repeat(300), bad: 3, total: 402, looks: 2 } as const;
    expect(statusDescription(progress)).toHaveLength(140);
  });
});
