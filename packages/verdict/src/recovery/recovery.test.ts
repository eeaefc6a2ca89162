import { Finding } from '@backout/incident';
import { expect, test } from 'vitest';
import type { CountStep, HealthPlan, Reading } from '../plan.ts';
import { after, counts, errors, follow, history, play, playRatio, sync } from '../testing/scripted-watch.ts';
import { lookRecovery, openRecovery, recoveryOf } from './recovery.ts';

const bad = (second: number) => (second < 0 ? 0.001 : 0.1);
const stableForMs = 120_000;

function verdictAt(rps: number) {
  const { verdict } = playRatio(rps, bad);
  expect(verdict.outcome).toBe('regression');
  return verdict;
}

interface Looks {
  readonly rps: number;
  readonly seconds?: number;
  readonly everySeconds?: number;
  readonly ratio?: (second: number) => number;
  readonly read?: (step: CountStep, second: number) => Reading;
}

/** The service after the revert: seconds are counted from the first look. */
function recover({ rps, seconds = 600, everySeconds = 10, ratio = () => 0.001, read }: Looks) {
  const step = follow(rps, ratio);
  let watch = openRecovery({ plans: [errors], verdict: verdictAt(Math.max(rps, 5)), stableForMs });
  for (let second = everySeconds; second <= seconds; second += everySeconds) {
    const drawn = step(second - everySeconds, second);
    const reading = read?.(drawn, second) ?? counts('errors', drawn);
    watch = lookRecovery(watch, { at: after(second), readings: [reading] });
    const state = recoveryOf(watch);
    if (state.kind === 'stable') return { state, second };
  }
  return { state: recoveryOf(watch), second: seconds };
}

test('a quiet window is a recovery that began with its first look', () => {
  const { state, second } = recover({ rps: 20 });
  expect(state).toMatchObject({ kind: 'stable', recoveredAt: after(10), provenAt: after(130), proven: true });
  expect(second).toBe(130);
  expect(Finding.array().parse(state.findings)).toMatchObject([
    { outcome: 'healthy', observed: { total: 2_600 } },
  ]);
});

test.each([
  { rps: 50, everySeconds: 10 },
  { rps: 500, everySeconds: 2 },
  { rps: 5, everySeconds: 2 },
])('everyday errors do not start the window again at $rps rps, looks of $everySeconds s', (looks) => {
  // Three times the usual errors in every tenth look.
  const ratio = (second: number) => (Math.floor(second / looks.everySeconds) % 10 === 5 ? 0.003 : 0.0008);
  expect(recover({ ...looks, ratio }).second).toBeLessThanOrEqual(130);
});

test('an elevated look starts the window again', () => {
  const { state } = recover({ rps: 20, ratio: (second) => (second > 50 && second < 70 ? 0.1 : 0.001) });
  expect(state).toMatchObject({ kind: 'stable', recoveredAt: after(80), proven: true });
});

test('a service that still fails has not recovered', () => {
  expect(recover({ rps: 20, ratio: () => 0.1 }).state.kind).toBe('waiting');
  expect(recover({ rps: 20, ratio: () => 0.02 }).state.kind).toBe('waiting');
});

test('a service of few requests that still fails has not recovered', () => {
  expect(recover({ rps: 0.5, everySeconds: 2, ratio: () => 0.1, seconds: 480 }).state.kind).toBe('waiting');
});

test('without traffic nothing is proven', () => {
  const { state } = recover({ rps: 0 });
  expect(state).toMatchObject({ kind: 'stable', proven: false });
});

test('a provider that is down proves no recovery', () => {
  const down: Reading = {
    kind: 'unread',
    signal: 'errors',
    outcome: 'provider-error',
    reason: 'provider-gap',
    detail: 'HTTP 503',
  };
  expect(recover({ rps: 20, read: () => down }).state.kind).toBe('waiting');
  const { state } = recover({
    rps: 20,
    read: (step, second) => (second > 60 && second < 90 ? down : counts('errors', step)),
  });
  expect(state).toMatchObject({ kind: 'stable', recoveredAt: after(10) });
});

test('a check that fails starts the window again', () => {
  const probe: HealthPlan = { kind: 'health', signal: 'home', failures: 2 };
  const draw = follow(20, bad);
  const check = (second: number, passed: boolean): Reading => ({
    kind: 'check',
    signal: 'home',
    at: sync + second * 1000,
    passed,
  });
  const { verdict } = play({
    signals: [errors, probe],
    baselines: [{ signal: 'errors', steps: history(20, bad), series: '' }],
    read: (second) => [counts('errors', draw(second - 10, second)), check(second, false)],
  });
  let watch = openRecovery({ plans: [errors, probe], verdict, stableForMs });
  const quiet = follow(20, () => 0.001);
  for (let second = 10; second <= 180; second += 10) {
    const readings = [counts('errors', quiet(second - 10, second)), check(second, second !== 40)];
    watch = lookRecovery(watch, { at: after(second), readings });
  }
  expect(recoveryOf(watch)).toMatchObject({ kind: 'stable', recoveredAt: after(50), provenAt: after(180) });
});
