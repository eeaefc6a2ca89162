import type { IncidentId, Instant, RevertKey } from '@backout/incident';
import { describe, expect, test } from 'vitest';
import type { PastRevert } from './facts.ts';
import { type Answer, answerOf, minute, now, passed, refused } from './testing/guardrail.ts';

function revertedAgo(milliseconds: number, application = 'payments'): PastRevert {
  const at = new Date(Date.parse(now) - milliseconds).toISOString() as Instant;
  return { key: 'k' as RevertKey, incident: 'inc_0' as IncidentId, application, at };
}
const reverts = (...ago: readonly number[]) => ({ reverts: ago.map((each) => revertedAgo(each)) });
const own = (...ago: readonly number[]) => ({ reverts: ago.map((each) => revertedAgo(each, 'checkout')) });
const [hour, day] = [3_600_000, 86_400_000];
const unreadable = { reverts: { unreadable: 'refs/backout/reverts/*' } };

const answers: readonly Answer[] = [
  ['limits', 'none yet', {}, passed('within-limits', { used: 0, limit: 2, usedToday: 0, limitToday: 3 })],
  [
    'limits',
    'the last one that is free',
    { facts: reverts(hour - 1, hour) },
    passed('within-limits', { used: 1, limit: 2, usedToday: 2, limitToday: 3 }),
  ],
  [
    'limits',
    'an hour that is full',
    { facts: reverts(0, hour - 1) },
    refused('hourly-limit', { used: 2, limit: 2 }),
  ],
  [
    'limits',
    'a day that is full',
    { facts: reverts(hour, day - 1, hour) },
    refused('daily-limit', { used: 3, limit: 3 }),
  ],
  [
    'limits',
    'a day that has passed',
    { facts: reverts(hour, day, day + 1) },
    passed('within-limits', { used: 0, limit: 2, usedToday: 1, limitToday: 3 }),
  ],
  [
    'limits',
    'no ledger',
    { facts: unreadable },
    refused('ref-unreadable', { ref: 'refs/backout/reverts/*' }),
  ],
  ['cooldown', 'never reverted', {}, passed('cooled-down')],
  ['cooldown', 'another application', { facts: reverts(minute) }, passed('cooled-down')],
  [
    'cooldown',
    'the newest of its own',
    { facts: own(hour, 9 * minute, day) },
    refused('cooldown', { ageMs: 9 * minute, cooldownMs: 10 * minute }),
  ],
  [
    'cooldown',
    'as old as it has to be',
    { facts: own(10 * minute) },
    passed('cooled-down', { ageMs: 10 * minute }),
  ],
  [
    'cooldown',
    'no ledger',
    { facts: unreadable },
    refused('ref-unreadable', { ref: 'refs/backout/reverts/*' }),
  ],
];

describe('the caps on reverts', () => {
  test.each(answers)('%s: %s', (name, _, changed, answer) => {
    expect(answerOf(name, changed)).toEqual(answer);
  });
});
