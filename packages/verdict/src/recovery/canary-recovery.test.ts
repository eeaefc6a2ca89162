import type { Verdict } from '@backout/incident';
import { expect, test } from 'vitest';
import { after, counts, errors, history, play, sync } from '../testing/scripted-watch.ts';
import { checkFreshness } from './freshness.ts';
import { lookRecovery, openRecovery, recoveryOf } from './recovery.ts';

/** A twentieth of 50 requests a second goes to new pods, all of which fail. */
function watchedCanary(): Verdict {
  const { verdict } = play({
    signals: [errors],
    plan: { canaryConfidence: 0.95 },
    baselines: [{ signal: 'errors', steps: history(50, () => 0.001), series: 'history' }],
    read: (second) => [
      counts('errors', {
        ...{ at: sync + second * 1000, seconds: 10, bad: 25, total: 25 },
        control: { bad: 0, total: 475 },
      }),
    ],
  });
  expect(verdict.outcome).toBe('regression');
  return verdict;
}

test('that new pods still fail is asked of the new pods', () => {
  const verdict = watchedCanary();
  const step = { at: sync + 60_000, seconds: 10, bad: 25, total: 25 };
  const look = { plans: [errors], verdict, at: after(60) };
  const control = { bad: 0, total: 475 };
  expect(checkFreshness({ ...look, readings: [counts('errors', { ...step, control })] }).code).toBe(
    'fresh-evidence',
  );
  const quiet = counts('errors', { ...step, bad: 0, control });
  expect(checkFreshness({ ...look, readings: [quiet] }).code).toBe('recovered-meanwhile');
});

test('that it is over is asked of all pods: half of what a twentieth of them failed is not excluded by a few', () => {
  const provenAfter = (verdict: Verdict) => {
    let watch = openRecovery({ plans: [errors], verdict, stableForMs: 1_000 });
    for (let second = 1; second <= 60; second++) {
      const step = { at: sync + second * 1000, seconds: 1, bad: 0, total: 50 };
      watch = lookRecovery(watch, { at: after(second), readings: [counts('errors', step)] });
      const state = recoveryOf(watch);
      if (state.kind === 'stable' && state.proven) return { second, findings: state.findings };
    }
    return { second: Number.POSITIVE_INFINITY, findings: [] };
  };
  const verdict = watchedCanary();
  const untold = {
    ...verdict,
    findings: verdict.findings.map((finding) => ({ ...finding, control: null })),
  } as Verdict;
  const { second, findings } = provenAfter(verdict);
  expect(second).toBeLessThan(10);
  expect(second).toBeGreaterThan(provenAfter(untold).second);
  expect(findings).toMatchObject([{ outcome: 'healthy', control: null }]);
});
