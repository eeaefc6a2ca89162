import type { Verdict } from '@backout/incident';
import { describe, expect, test } from 'vitest';
import type { CountBaseline } from '../plan.ts';
import { lookRecovery, openRecovery, recoveryOf } from '../recovery/recovery.ts';
import { summarizeBaselines } from '../summary.ts';
import { after, counts, errors, follow, history, opened, play, sync } from '../testing/scripted-watch.ts';
import { seasonalFactor } from './season.ts';

const week = 7 * 24 * 3_600_000;
const rps = 20;

/** Half an hour before the same moment and an hour after it, with a ratio by the second after it. */
function seasonal(ratio: (second: number) => number) {
  const step = follow(rps, ratio);
  return Array.from({ length: 540 }, (_, index) => {
    const from = index * 10 - 1_800;
    const { at, ...counted } = step(from, from + 10);
    return { at: at - week, ...counted };
  });
}

/** A batch that starts a minute after the hour fails a twentieth of all requests for ten minutes. */
const batch = (second: number) => (second > 60 && second < 660 ? 0.05 : 0.001);
const calm = () => 0.001;

describe('the seasonal factor of a ratio', () => {
  test('is how many times worse its worst five minutes were', () => {
    expect(seasonalFactor(seasonal(batch), sync, 900_000)).toBeCloseTo(49, 0);
  });

  test.each([
    { what: 'where it did not rise a week ago', steps: seasonal(calm), forMs: 900_000 },
    { what: 'where it fell', steps: seasonal((second) => (second < 0 ? 0.05 : 0.001)), forMs: 900_000 },
    { what: 'where it rose when such a watch is over', steps: seasonal(batch), forMs: 60_000 },
    { what: 'where nothing is known before it', steps: seasonal(batch).slice(180), forMs: 900_000 },
    { what: 'where a week is more than is kept', steps: [], forMs: 900_000 },
  ])('is none $what', ({ steps, forMs }) => {
    expect(seasonalFactor(steps, sync, forMs)).toBe(1);
  });
});

describe('a watch in the hour of a batch', () => {
  const baseline: CountBaseline = { signal: 'errors', steps: history(rps, calm), series: 'history' };

  function watched(known: Partial<CountBaseline>, ratio: (second: number) => number) {
    const step = follow(rps, ratio);
    return play({
      signals: [errors],
      baselines: [{ ...baseline, ...known }],
      seconds: 300,
      read: (second) => [counts('errors', step(second - 10, second))],
    }).verdict;
  }

  test('takes it for a regression if it knows only the hour before', () => {
    expect(watched({}, batch).outcome).toBe('regression');
    expect(watched({ seasonal: seasonal(calm) }, batch).outcome).toBe('regression');
  });

  test('does not if last week had it too', () => {
    expect(watched({ seasonal: seasonal(batch) }, batch).outcome).not.toBe('regression');
  });

  test('says in its first lines what it allows for, and why', () => {
    const of = (known: Partial<CountBaseline>) =>
      summarizeBaselines(opened({ signals: [errors], baselines: [{ ...baseline, ...known }] }));
    expect(of({})).toMatchObject([{ seasonalFactor: 1 }]);
    expect(of({ seasonal: seasonal(batch) })).toMatchObject([{ seasonalFactor: expect.closeTo(49, 0) }]);
  });

  /** A service that was reverted and stands in the same batch. */
  function recovers(verdict: Verdict) {
    const step = follow(rps, () => 0.05);
    let recovery = openRecovery({ plans: [errors], verdict, stableForMs: 120_000 });
    for (let second = 10; second <= 300; second += 10) {
      const readings = [counts('errors', step(second - 10, second))];
      recovery = lookRecovery(recovery, { at: after(second), readings });
    }
    return recoveryOf(recovery).kind;
  }

  test('leaves in the record what it allowed for, so that the batch is no failed recovery', () => {
    const regression = (known: Partial<CountBaseline>) =>
      watched({ seasonal: seasonal(batch), ...known }, (second) => (second < 0 ? 0.001 : 0.3));
    expect(regression({}).findings).toMatchObject([
      { baseline: { seasonalFactorBp: expect.closeTo(490_000, -4) } },
    ]);
    expect(recovers(regression({}))).toBe('stable');
    expect(recovers(regression({ seasonal: seasonal(calm) }))).toBe('waiting');
  });

  test('sees what is much worse than the batch', () => {
    expect(watched({ seasonal: seasonal(batch) }, (second) => (second < 0 ? 0.001 : 0.3)).outcome).toBe(
      'regression',
    );
  });
});
