import { type ReasonCode, Stop, type UndecidedReason, Watched } from '@backout/incident';
import { describe, expect, it } from 'vitest';
import type { JobResults, RunReport } from './run-report.ts';
import { allSucceeded, links, openFixtures } from './testing/fixtures.ts';
import { type Routing, whatToTell } from './what-to-tell.ts';

const { report, incident: incidentFixture, stop: stopFixture } = openFixtures();

function routingOf(report: RunReport): Routing {
  return whatToTell({ report, pull: null, links });
}

const skipped: JobResults = { decide: 'success', revert: 'skipped', verify: 'skipped' };
const observing: JobResults = { decide: 'success', revert: 'absent', verify: 'absent' };

function told(fixture: string, jobs: JobResults = allSucceeded, stop: Stop | null = null): string {
  const { comment, issue } = routingOf(report(fixture, jobs, stop));
  return [comment ? 'comment' : '', issue ? 'issue' : ''].filter(Boolean).join(' and ') || 'summary only';
}

describe('who hears of it', () => {
  it.each([
    ['verified', 'comment'],
    ['recovered-unproven', 'comment'],
    ['signals-recovered', 'comment'],
    ['already-done', 'comment'],
    ['joined', 'comment'],
    ['already-reverted', 'comment'],
    ['refused-observe', 'comment'],
    ['refused-recommend', 'comment'],
    ['refused-observe-and-limits', 'comment'],
    ['refused-recovered', 'comment'],
    ['refused-limit', 'comment and issue'],
    ['not-recovered', 'comment and issue'],
    ['not-synced', 'comment and issue'],
    ['sync-retrying', 'comment and issue'],
    ['degraded-again', 'comment and issue'],
    ['revert-undone', 'comment and issue'],
    ['acted-while-stopped', 'comment and issue'],
    ['conflict', 'comment and issue'],
    ['lost-race', 'comment and issue'],
    ['server-busy', 'comment and issue'],
    ['token-cannot-push', 'comment and issue'],
    ['secret-blocked', 'comment and issue'],
    ['push-refused', 'comment and issue'],
    ['push-unknown', 'comment and issue'],
    ['several-commits', 'issue'],
    ['watched', 'issue'],
    ['ambiguous', 'issue'],
    ['no-data', 'issue'],
    ['provider-error', 'issue'],
    ['not-enough-traffic', 'summary only'],
    ['healthy', 'summary only'],
    ['superseded', 'summary only'],
    ['own-revert', 'summary only'],
    ['nothing-changed', 'summary only'],
    ['stop-handover-lost', 'issue'],
    ['stop-bug', 'issue'],
    ['stop-policy-invalid', 'issue'],
    ['stop-application-ambiguous', 'issue'],
    ['stop-revert-cancelled', 'issue'],
    ['stop-not-in-policy', 'summary only'],
  ])('%s: %s', (fixture, expected) => {
    expect(told(fixture)).toBe(expected);
  });

  it('learns a killed revert from the section that is missing', () => {
    expect(told('attributed', { ...allSucceeded, revert: 'cancelled', verify: 'skipped' })).toBe(
      'comment and issue',
    );
    expect(told('attributed', skipped)).toBe('comment and issue');
  });

  it('wakes nobody where the workflow only observes', () => {
    expect(told('attributed', observing)).toBe('comment');
  });

  it('asks somebody to look where the verification did not finish', () => {
    expect(told('acted', { ...allSucceeded, verify: 'failure' })).toBe('comment and issue');
    expect(told('acted', { ...allSucceeded, verify: 'absent' })).toBe('comment');
  });

  it('tells a fault of a later stage beside the incident', () => {
    expect(told('refused-observe', observing, stopFixture('stop-bug'))).toBe('comment and issue');
  });

  it('always writes the summary', () => {
    expect(routingOf(report('healthy')).summary).toBe(true);
  });

  const quiet: UndecidedReason[] = ['not-enough-traffic', 'onset-before-sync', 'no-previous-revision'];
  const loud: UndecidedReason[] = [
    'one-witness',
    'series-vanished',
    'traffic-stopped',
    'signal-noisy',
    'sync-failed',
  ];
  it.each([
    ...quiet.map((reason) => [reason, false] as const),
    ...loud.map((reason) => [reason, true] as const),
  ])('ambiguous because of %s opens an issue: %s', (reason, expected) => {
    const watched = incidentFixture('ambiguous');
    const incident = Watched.parse({ ...watched, verdict: { ...watched.verdict, reason } });
    expect(routingOf({ incident, stop: null, jobs: allSucceeded }).issue).toBe(expected);
  });

  const stops: [ReasonCode, Stop['stage'], boolean][] = [
    ['cancelled', 'watch', false],
    ['cancelled', 'revert', true],
    ['superseded', 'watch', false],
    ['github-unreachable', 'attribute', true],
    ['application-unknown', 'watch', true],
  ];
  it.each(stops)('a stop with %s at the stage %s opens an issue: %s', (code, stage, expected) => {
    const stop = Stop.parse({ ...stopFixture('stop-bug'), code, stage });
    expect(routingOf({ incident: null, stop, jobs: allSucceeded }).issue).toBe(expected);
  });
});
