import { describe, expect, test } from 'vitest';
import type { Reading } from '../plan.ts';
import { seeded } from '../testing/scripted-random.ts';
import { after, counts, down, errors, playRatio, sync } from '../testing/scripted-watch.ts';
import { checkFreshness } from './freshness.ts';

const { verdict } = playRatio(20, (second) => (second < 0 ? 0.001 : 0.1));
const step = (second: number, bad: number, total: number) => ({
  at: sync + second * 1000,
  seconds: 10,
  bad,
  total,
});

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
  expect(checkFreshness({ plans: [errors], verdict, readings, at: after(52) }).code).toBe(code);
});

test('counts the age of the evidence from when the next scrape was due', () => {
  const readings = [counts('errors', step(40, 20, 200), step(50, 19, 200))];
  expect(checkFreshness({ plans: [errors], verdict, readings, at: after(62.5) })).toEqual({
    code: 'fresh-evidence',
    ageMs: 2_500,
  });
});

test('tells of a late provider how late it is', () => {
  const [finding] = verdict.findings;
  if (finding?.kind !== 'ratio') throw new Error('the verdict has a ratio');
  const late = { ...verdict, findings: [{ ...finding, lagMs: 120_000 }] };
  const look = (...readings: Reading[]) =>
    checkFreshness({ plans: [errors], verdict: late, readings, at: after(162) });
  expect(look(counts('errors', step(40, 20, 200)))).toEqual({
    ...{ code: 'fresh-evidence', ageMs: 112_000, lagMs: 120_000 },
  });
  expect(look()).toMatchObject({ code: 'evidence-stale', lagMs: 120_000 });
});

test('says of which requests a recovery was read, and which signal was not', () => {
  const look = (reading: Reading) =>
    checkFreshness({ plans: [errors], verdict, readings: [reading], at: after(52) });
  expect(look(counts('errors', step(40, 20, 200), step(50, 0, 200)))).toEqual({
    code: 'recovered-meanwhile',
    bad: 0,
    total: 200,
  });
  expect(look(down)).toEqual({ code: 'provider-error', signal: 'errors' });
});

describe('2,000 readings of 50 seconds at 20 requests a second', () => {
  const next = seeded(1);
  const errorsOf = (requests: number, ratio: number) => {
    let bad = 0;
    for (let request = 0; request < requests; request++) if (next() < ratio) bad++;
    return bad;
  };
  const failing = (ratio: number) => {
    const answers = Array.from({ length: 2_000 }, () => {
      const steps = Array.from({ length: 5 }, (_, index) => step(10 * index, errorsOf(200, ratio), 200));
      return checkFreshness({
        plans: [errors],
        verdict,
        readings: [counts('errors', ...steps)],
        at: after(52),
      });
    });
    return answers.filter(({ code }) => code === 'fresh-evidence').length;
  };

  test('see a regression that goes on, whole or by half', () => {
    expect(failing(0.1)).toBe(2_000);
    expect(failing(0.05)).toBeGreaterThanOrEqual(1_999);
  });

  test('see one that is over', () => {
    expect(failing(0.001)).toBeLessThanOrEqual(20);
  });
});

test('a recovery of a few seconds ago is seen: what failed before it is not asked', () => {
  const steps = [...Array.from({ length: 20 }, (_, second) => short(second, 2)), ...quiet(20, 8)];
  const readings = [counts('errors', ...steps)];
  expect(checkFreshness({ plans: [errors], verdict, readings, at: after(29) }).code).toBe(
    'recovered-meanwhile',
  );
});

test('two seconds without an error are no recovery', () => {
  const steps = [...Array.from({ length: 20 }, (_, second) => short(second, 2)), ...quiet(20, 2)];
  const readings = [counts('errors', ...steps)];
  expect(checkFreshness({ plans: [errors], verdict, readings, at: after(23) }).code).toBe('fresh-evidence');
});

function short(second: number, bad: number) {
  return { at: sync + second * 1000, seconds: 1, bad, total: 20 };
}

function quiet(from: number, seconds: number) {
  return Array.from({ length: seconds }, (_, index) => short(from + index, 0));
}
