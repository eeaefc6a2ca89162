import type { Instant, Sha } from '@backout/incident';
import { describe, expect, it } from 'vitest';
import { openFixtures } from '../testing/fixtures.ts';
import { baselineLine, lookLine, verdictLine, watchHeader } from './watch-log.ts';

const { incident: incidentFixture } = openFixtures();

describe('the log of the watch', () => {
  const at = (time: string) => `2026-11-20T${time}.000Z` as Instant;
  const sha = (start: string) => start.padEnd(40, '0') as Sha;

  it('says what is watched', () => {
    const start = {
      application: 'checkout',
      revision: sha('3f2c1ab'),
      previousRevision: sha('9e01d77'),
      deployedAt: at('14:02:10'),
      imagesChanged: 2,
      imagesUnread: 0,
    };
    expect(watchHeader(start)).toBe(
      'checkout @ 3f2c1ab  deployed 14:02:10, previous 9e01d77, 2 images changed',
    );
    expect(watchHeader({ ...start, previousRevision: null, imagesChanged: 1 })).toBe(
      'checkout @ 3f2c1ab  deployed 14:02:10, no previous revision, 1 image changed',
    );
    expect(watchHeader({ ...start, imagesChanged: 0, imagesUnread: 21 })).toMatch(
      / 0 images changed, those in 21 files unknown$/,
    );
  });

  it('says what is compared with', () => {
    const baseline = {
      signal: 'errors',
      seconds: 3600,
      bad: 79,
      total: 71902,
      calibration: { moments: 240, alarms: 0 },
      seasonalFactor: 1,
    };
    expect(baselineLine({ ...baseline, seasonalFactor: 12.34 })).toMatch(
      /\), allowed 12\.3 times that: so it rose at this hour a week ago$/,
    );
    expect(baselineLine(baseline)).toBe(
      '  baseline 60 m: 0.11 % errors of 71,902 requests, quiet (would not have fired at any of 240 past moments)',
    );
    expect(baselineLine({ ...baseline, calibration: { moments: 240, alarms: 9 } })).toContain(
      'noisy (would have fired at 9 of 240 past moments)',
    );
    expect(baselineLine({ ...baseline, calibration: { moments: 0, alarms: 0 } })).toContain(
      'too short to say',
    );
  });

  it('writes one line a look, in columns', () => {
    const lines = [
      lookLine({ at: at('14:02:20'), signal: 'errors', bad: 0, total: 198, state: { kind: 'quiet' } }),
      lookLine({ at: at('14:02:30'), signal: 'errors', bad: 3, total: 204, state: { kind: 'watching' } }),
      lookLine({
        at: at('14:02:40'),
        signal: 'errors',
        bad: 21,
        total: 201,
        state: { kind: 'regression', bad: 24, total: 603, expected: 0.66 },
      }),
      lookLine({
        at: at('14:02:45'),
        signal: 'errors',
        bad: 0,
        total: 20,
        stable: { bad: 1, total: 1810 },
        state: { kind: 'quiet' },
      }),
      lookLine({
        at: at('14:02:46'),
        signal: 'errors',
        bad: 3,
        total: 20,
        stable: { bad: 1, total: 1810 },
        state: { kind: 'watching' },
      }),
      lookLine({
        at: at('14:02:47'),
        signal: 'errors',
        bad: 0,
        total: 20,
        stable: { bad: 0, total: 0 },
        state: { kind: 'quiet' },
      }),
      lookLine({
        at: at('14:02:50'),
        signal: 'errors',
        bad: 0,
        total: 0,
        state: { kind: 'unread', detail: 'HTTP 503' },
      }),
    ];
    expect(lines).toEqual([
      '14:02:20  errors       0 of 198      0.0 %',
      '14:02:30  errors       3 of 204      1.5 %   █▌           watching',
      '14:02:40  errors      21 of 201     10.4 %   ██████████   regression: 24 of 603 failed, about 1 expected',
      '14:02:45  errors       0 of 20       0.0 %                old pods 1 of 1,810',
      '14:02:46  errors       3 of 20      15.0 %   ██████████   watching, old pods 1 of 1,810',
      '14:02:47  errors       0 of 20       0.0 %',
      '14:02:50  errors     no reading: HTTP 503',
    ]);
  });

  it('ends with the onset, or with the reason', () => {
    const regression = incidentFixture('watched');
    expect(verdictLine(regression.verdict, regression.deployment)).toBe(
      '          onset between 14:02:22 and 14:02:30, after the first new pod was ready (14:02:19)',
    );
    expect(verdictLine(regression.verdict, { firstPodReadyAt: null })).toBe(
      '          onset between 14:02:22 and 14:02:30',
    );
    const ambiguous = incidentFixture('not-enough-traffic');
    expect(verdictLine(ambiguous.verdict, ambiguous.deployment)).toBe(
      '14:17:10  ambiguous after 90 looks: too few requests arrived to decide (not-enough-traffic)',
    );
  });

  it('says why there was nothing to look at', () => {
    const unwatched = incidentFixture('nothing-changed');
    expect(verdictLine(unwatched.verdict, unwatched.deployment)).toBe(
      '14:17:10  nothing-changed: no commit of the range touches what the application renders from',
    );
  });
});
