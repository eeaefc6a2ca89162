import { expect, test } from 'vitest';
import type { Reading, Unread } from './plan.ts';
import { after, counts, errors, playRatio, sync } from './scripted-watch.ts';
import { stillFailing } from './still-failing.ts';

const { verdict } = playRatio(20, (second) => (second < 0 ? 0.001 : 0.1));
const step = (second: number, bad: number, total: number) => ({
  at: sync + second * 1000,
  seconds: 10,
  bad,
  total,
});
const down: Unread = {
  kind: 'unread',
  signal: 'errors',
  outcome: 'provider-error',
  reason: 'provider-gap',
  detail: 'HTTP 503',
};

test.each<{ what: string; reading: Reading | null; code: string }>([
  {
    what: 'still fails',
    reading: counts('errors', step(40, 20, 200), step(50, 19, 200)),
    code: 'fresh-evidence',
  },
  { what: 'fails less, but fails', reading: counts('errors', step(50, 4, 200)), code: 'fresh-evidence' },
  {
    what: 'failed and has recovered',
    reading: counts('errors', step(40, 20, 200), step(50, 0, 200)),
    code: 'recovered-meanwhile',
  },
  {
    what: 'has its everyday errors',
    reading: counts('errors', step(50, 1, 2_000)),
    code: 'recovered-meanwhile',
  },
  { what: 'cannot be read', reading: down, code: 'provider-error' },
  { what: 'brought nothing new', reading: { kind: 'nothing-new', signal: 'errors' }, code: 'evidence-stale' },
  { what: 'has no traffic', reading: counts('errors', step(50, 0, 0)), code: 'evidence-stale' },
  { what: 'was not read', reading: null, code: 'evidence-stale' },
])('a ratio that $what is $code', ({ reading, code }) => {
  const readings = reading === null ? [] : [reading];
  expect(stillFailing({ plans: [errors], verdict, readings, at: after(52) }).code).toBe(code);
});

test('counts the age of the evidence from when the next scrape was due', () => {
  const readings = [counts('errors', step(40, 20, 200), step(50, 19, 200))];
  expect(stillFailing({ plans: [errors], verdict, readings, at: after(62.5) })).toEqual({
    code: 'fresh-evidence',
    ageMs: 2_500,
  });
});
