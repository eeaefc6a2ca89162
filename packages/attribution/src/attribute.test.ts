import type { Deployment, Instant, Sha, Verdict } from '@backout/incident';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type AttributionInput, attribute } from './attribute.ts';

const sync = Date.parse('2026-11-20T14:02:10.000Z');
const at = (seconds: number) => new Date(sync + seconds * 1000).toISOString() as Instant;

function input(onset: [number, number], landed: number[] = [-30]): AttributionInput {
  return {
    deployment: { syncStartedAt: at(0), firstPodReadyAt: null } as Deployment,
    verdict: { outcome: 'regression', onset: { from: at(onset[0]), to: at(onset[1]) } } as Verdict,
    candidates: landed.map((seconds, index) => ({
      commit: String(index).repeat(40) as Sha,
      committedAt: sync + seconds * 1000,
      pulls: [],
    })),
    watchSeconds: 900,
    falseAlarmsPerMillion: 150,
  };
}

describe('the attribution', () => {
  test('names the only change when the regression began in the first minute', () => {
    const blame = attribute(input([3, 11]));
    expect(blame).toMatchObject({ cause: 'deployment', culprit: 's1', vetoes: [] });
    expect(blame.confidenceBp).toBeGreaterThan(9_900);
    expect(blame.suspects[0]?.evidence.map(({ code }) => code)).toEqual([
      'only-change-in-range',
      'onset-after-sync',
    ]);
  });

  test.each([
    ['after the first pod was ready', 2, 'onset-after-first-pod', [1, 9]],
    ['before any pod was ready', 5, 'onset-after-sync', [3, 11]],
  ] as const)('tells an onset %s from there', (_, ready, code, seconds) => {
    const asked = input([3, 11]);
    const deployment = { ...asked.deployment, firstPodReadyAt: at(ready) };
    const blame = attribute({ ...asked, deployment });
    expect(blame.suspects[0]?.evidence.at(-1)).toMatchObject({ code, seconds });
    expect(blame.confidenceBp).toBe(attribute(asked).confidenceBp);
  });

  test('is less sure the later the regression began, and still above the default floor', () => {
    const late = attribute(input([600, 610]));
    expect(late.confidenceBp).toBeLessThan(attribute(input([3, 11])).confidenceBp);
    expect(late.confidenceBp).toBeGreaterThan(9_000);
  });

  test('blames nobody for what began before the sync', () => {
    expect(attribute(input([-60, -40]))).toMatchObject({
      cause: 'unknown',
      culprit: null,
      confidenceBp: 0,
      vetoes: [{ suspect: 's1', code: 'onset-before-sync' }],
    });
  });

  test('does not take the rounding of Argo CD for an onset before the sync', () => {
    expect(attribute(input([-3, -0.5])).vetoes).toEqual([]);
  });

  test('clears a commit that was made after the regression began', () => {
    const blame = attribute(input([3, 11], [40, -30]));
    expect(blame.vetoes).toEqual([{ suspect: 's1', code: 'live-after-onset' }]);
    expect(blame.culprit).toBe('s2');
  });

  test('of several changes is not sure enough of any', () => {
    const blame = attribute(input([3, 11], [-20, -30]));
    expect(blame.culprit).toBe('s1');
    expect(blame.confidenceBp).toBeLessThan(9_000);
  });

  test('blames nobody without a regression', () => {
    const quiet = { ...input([3, 11]), verdict: { outcome: 'ambiguous' } as Verdict };
    expect(attribute(quiet)).toMatchObject({ cause: 'unknown', culprit: null, noneBp: 10_000 });
  });

  test('never promises more than a whole', () => {
    const seconds = fc.integer({ min: -600, max: 1800 });
    fc.assert(
      fc.property(seconds, fc.nat(600), fc.array(seconds, { maxLength: 12 }), (from, width, landed) => {
        const { suspects, noneBp, confidenceBp } = attribute(input([from, from + width], landed));
        const sum = suspects.reduce((total, { posteriorBp }) => total + posteriorBp, noneBp);
        expect(sum).toBeLessThanOrEqual(10_000);
        expect(confidenceBp).toBeLessThanOrEqual(10_000 - noneBp);
      }),
      { seed: 1 },
    );
  });
});
