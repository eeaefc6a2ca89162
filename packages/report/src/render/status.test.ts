import { isHealthyMark, statusState } from '@backout/incident';
import { describe, expect, it } from 'vitest';
import { isStop, openFixtures } from '../testing/fixtures.ts';
import { statusDescription } from './status.ts';

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
    expect(statusState(verdict.outcome)).toBe(state);
    expect(statusDescription(verdict)).toBe(description);
  });

  it('of a watch that goes on', () => {
    const progress = { outcome: 'watching', signal: 'errors', bad: 3, total: 402, looks: 2 } as const;
    expect(statusState(progress.outcome)).toBe('pending');
    expect(statusDescription(progress)).toBe('watching: errors 3 of 402 (0.75 %) after 2 looks');
  });

  it('marks only a deployment that was judged healthy as known good', () => {
    const marked = names
      .filter((fixture) => !isStop(fixture))
      .filter((fixture) => statusState(incidentFixture(fixture).verdict.outcome) === 'success');
    expect(marked).toEqual(['healthy']);
  });

  it('is read back as the outcome that was written', () => {
    const marked = names
      .filter((fixture) => !isStop(fixture))
      .filter((fixture) => {
        const { verdict } = incidentFixture(fixture);
        const state = statusState(verdict.outcome) ?? '';
        return isHealthyMark({ state, description: statusDescription(verdict) });
      });
    expect(marked).toEqual(['healthy']);
  });

  it.each([
    ['a state that is not ours', { state: 'failure', description: 'healthy: errors 0.1 %' }],
    ['no description', { state: 'success', description: null }],
    ['other words', { state: 'success', description: 'not healthy: x' }],
    ['a longer word', { state: 'success', description: 'healthy-ish: x' }],
  ])('is no mark of a healthy deployment with %s', (_, status) => {
    expect(isHealthyMark(status)).toBe(false);
  });

  it('closes the status of a watch that was superseded', () => {
    expect(statusState(incidentFixture('superseded').verdict.outcome)).toBe('error');
  });

  it('is never longer than GitHub takes', () => {
    const progress = { outcome: 'watching', signal: 'e'.repeat(300), bad: 3, total: 402, looks: 2 } as const;
    expect(statusDescription(progress)).toHaveLength(140);
  });
});
