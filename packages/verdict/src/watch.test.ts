import { Verdict } from '@backout/incident';
import { describe, expect, test } from 'vitest';
import { after, counts, errors, follow, history, play, playRatio, sync } from './testing/scripted-watch.ts';

const base = () => 0.001;
const from = (onset: number, ratio: number) => (second: number) => (second < onset ? 0.001 : ratio);
const baseline = { signal: 'errors', steps: history(20, base), series: 'history' };

describe('a ratio', () => {
  test.each([
    { looks: 0.5, rps: 50, within: 20 },
    { looks: 1, rps: 50, within: 20 },
    { looks: 2, rps: 50, within: 20 },
    { looks: 2, rps: 20, within: 24 },
    { looks: 5, rps: 50, within: 25 },
    { looks: 10, rps: 50, within: 30 },
    { looks: 30, rps: 50, within: 90 },
  ])('of 10 % from the sync on is found with looks of $looks s at $rps rps', ({ looks, rps, within }) => {
    const { verdict, second } = playRatio(rps, from(0, 0.1), { everySeconds: looks });
    expect(verdict).toMatchObject({ outcome: 'regression', stopped: 'clear-regression' });
    expect(second).toBeLessThanOrEqual(within);
    expect(second).toBeGreaterThanOrEqual(10);
  });

  test.each([
    { ratio: 0.05, within: 40 },
    { ratio: 0.02, within: 60 },
    { ratio: 0.01, within: 90 },
    { ratio: 0.005, within: 240 },
  ])('of $ratio from the sync on is found, in $within s', ({ ratio, within }) => {
    for (const everySeconds of [2, 10]) {
      const { verdict, second } = playRatio(50, from(0, ratio), { everySeconds, plan: { atLeastMs: 1e7 } });
      expect(verdict.outcome, `looks of ${everySeconds} s`).toBe('regression');
      expect(second).toBeLessThanOrEqual(within);
    }
  });

  test('is not called healthy for the minutes in which a long sync left the old pods serving', () => {
    const plan = { syncFinishedAt: after(600), atLeastMs: 60_000 };
    const { verdict, second } = playRatio(50, base, { plan, seconds: 1_500 });
    expect(verdict.outcome).toBe('healthy');
    expect(second).toBeGreaterThan(630);
  });

  test('fading after the last pods of a long sync started is a warm-up', () => {
    const fading = (second: number) => (second < 300 ? 0.001 : 0.001 + 0.15 * Math.exp((300 - second) / 5));
    const plan = { syncFinishedAt: after(300), atLeastMs: 60_000 };
    expect(playRatio(50, fading, { everySeconds: 2, plan, seconds: 1_500 }).verdict.outcome).toBe('healthy');
  });

  test('that worsens late is found as fast', () => {
    const { verdict, second } = playRatio(50, from(600, 0.1), { everySeconds: 2, plan: { atLeastMs: 1e7 } });
    expect(verdict.outcome).toBe('regression');
    expect(second - 600).toBeLessThanOrEqual(16);
  });

  test('names its onset between the last quiet sample and the first raised one', () => {
    const { verdict } = playRatio(50, from(120, 0.1), { everySeconds: 2, plan: { atLeastMs: 1e7 } });
    expect(verdict).toMatchObject({ onset: { from: after(120), to: after(122) } });
  });

  test('names the step in which it began, if only its end was raised', () => {
    const draw = follow(50, from(130, 0.1));
    const { verdict } = play({
      signals: [errors],
      baselines: [{ ...baseline, steps: history(50, base) }],
      read: (second) => {
        const step = draw(second - 10, second);
        return [counts('errors', second === 130 ? { ...step, bad: 7 } : step)];
      },
    });
    expect(verdict).toMatchObject({ onset: { from: after(120), to: after(130) } });
  });

  test('widens its onset by the difference of the clocks', () => {
    const { verdict } = playRatio(50, from(120, 0.1), { everySeconds: 2, clockSkewMs: -1_500 });
    expect(verdict).toMatchObject({ onset: { from: after(118.5), to: after(123.5) }, clockSkewMs: -1_500 });
  });

  test('has the numbers of the incident record', () => {
    const { verdict } = playRatio(50, from(0, 0.1), { everySeconds: 2 });
    expect(Verdict.parse(verdict)).toEqual(verdict);
    expect(verdict.findings[0]).toMatchObject({
      kind: 'ratio',
      baseline: { total: 180_000, seconds: 3_600, overdispersionBp: 10_000 },
      calibration: { moments: 267, alarms: 0 },
      evidenceBp: 9_999,
    });
    const finding = verdict.findings[0];
    if (finding?.kind !== 'ratio') throw new Error('expected a ratio');
    expect(finding.baseline.bad).toBeCloseTo(180, -1);
    expect(finding.effectBp.absolute).toBeCloseTo(990, -2);
    expect(finding.points.length).toBeLessThanOrEqual(60);
    expect(verdict.alphaSpentPerMillion).toBeLessThan(150);
  });

  test('without change is healthy as soon as the smallest effect is excluded', () => {
    const { verdict, second } = playRatio(50, base);
    expect(verdict).toMatchObject({ outcome: 'healthy', stopped: 'effect-excluded' });
    expect(second).toBe(240);
  });

  test('without change is not called healthy before `at_least`', () => {
    expect(playRatio(500, base, { plan: { atLeastMs: 500_000 } }).second).toBe(500);
  });

  test('is not healthy before what was read reaches as far, however late the provider delivers', () => {
    const step = follow(500, (second) => (second < 200 ? 0.001 : 0.1));
    const late = 120;
    const { verdict } = play({
      signals: [errors],
      baselines: [{ signal: 'errors', steps: history(500, () => 0.001), series: 'history' }],
      read: (second, every) => {
        const until = second - late;
        return until <= 0 ? [] : [counts('errors', step(until - every, until))];
      },
    });
    expect(verdict.outcome).toBe('regression');
  });

  test('with little traffic ends undecided', () => {
    expect(playRatio(0.5, base).verdict).toMatchObject({
      outcome: 'ambiguous',
      reason: 'not-enough-traffic',
      stopped: 'watch-ended',
    });
  });

  test('that is a little worse is no regression', () => {
    expect(playRatio(50, from(0, 0.0017)).verdict.outcome).not.toBe('regression');
  });

  test('that fades is a warm-up', () => {
    const fading = (second: number) => (second < 0 ? 0.001 : 0.001 + 0.2 * Math.exp(-second / 10));
    expect(playRatio(50, fading, { everySeconds: 2 }).verdict.outcome).not.toBe('regression');
    expect(playRatio(50, fading).verdict.outcome).not.toBe('regression');
  });

  test('that fades a little slower, with much traffic, is a warm-up', () => {
    const fading = (second: number) => (second < 0 ? 0.001 : 0.001 + 0.2 * Math.exp(-second / 12));
    expect(playRatio(2_000, fading, { everySeconds: 2 }).verdict.outcome).not.toBe('regression');
  });

  test('that fades to a lasting fault is a regression', () => {
    const settling = (second: number) => (second < 0 ? 0.001 : 0.03 + 0.2 * Math.exp(-second / 5));
    const { verdict, second } = playRatio(50, settling, { everySeconds: 2 });
    expect(verdict.outcome).toBe('regression');
    expect(second).toBeLessThanOrEqual(60);
  });

  test('that jumps for five seconds is a blip', () => {
    const blip = (start: number) => (second: number) => (second >= start && second < start + 5 ? 0.3 : 0.001);
    for (const everySeconds of [1, 2, 10]) {
      for (const start of [0, 3, 7.5, 300]) {
        const { verdict } = playRatio(50, blip(start), { everySeconds });
        expect(verdict.outcome, `${start} s, looks of ${everySeconds} s`).not.toBe('regression');
      }
    }
  });

  test('that fails for one long step is not believed before the next one', () => {
    const failing = (until: number) => (second: number) => (second < 300 || second > until ? 0.001 : 0.5);
    expect(playRatio(50, failing(330), { everySeconds: 30 }).verdict.outcome).not.toBe('regression');
    expect(playRatio(50, failing(1e6), { everySeconds: 30, plan: { atLeastMs: 1e7 } }).second).toBe(360);
  });

  test('of a service that is always bad cannot be judged', () => {
    expect(playRatio(20, () => 0.6).verdict).toMatchObject({
      outcome: 'ambiguous',
      reason: 'baseline-unhealthy',
    });
  });
});

describe('an onset before the sync', () => {
  test.each([
    { seconds: 20, rps: 20, reason: 'onset-before-sync' },
    { seconds: 60, rps: 20, reason: 'onset-before-sync' },
    { seconds: 240, rps: 20, reason: 'onset-before-sync' },
    // A third of the history is bad: what is normal for this service is not known.
    { seconds: 1_200, rps: 50, reason: 'signal-noisy' },
  ])('of $seconds s is never a regression', ({ seconds, rps, reason }) => {
    const { verdict } = playRatio(rps, from(-seconds, 0.1));
    expect(verdict).toMatchObject({ outcome: 'ambiguous', reason });
  });

  test('is more than three stray errors', () => {
    const steps = history(50, base).map((step, index) => (index === 359 ? { ...step, bad: 3 } : step));
    const draw = follow(50, from(0, 0.01));
    const { verdict } = play({
      signals: [errors],
      baselines: [{ ...baseline, steps }],
      read: (second) => [counts('errors', draw(second - 10, second))],
    });
    expect(verdict.outcome).toBe('regression');
  });

  test('is told apart from one just after it', () => {
    expect(playRatio(50, from(-20, 0.1)).verdict).toMatchObject({ reason: 'onset-before-sync' });
    expect(playRatio(50, from(0, 0.1)).verdict.outcome).toBe('regression');
  });
});

describe('clocks', () => {
  test('more than 30 s apart decide nothing', () => {
    expect(playRatio(50, from(0, 0.1), { clockSkewMs: 31_000 }).verdict).toMatchObject({
      outcome: 'ambiguous',
      reason: 'clock-skew',
    });
    expect(playRatio(50, base, { clockSkewMs: -31_000 }).verdict).toMatchObject({ reason: 'clock-skew' });
  });
});

test('looks at the time before the sync test nothing', () => {
  const draw = follow(50, from(0, 0.1));
  const { verdict } = play({
    signals: [errors],
    baselines: [{ ...baseline, steps: history(50, base) }],
    read: (at) => [counts('errors', { ...draw(at - 10, at), at: sync - 1_000 })],
  });
  expect(verdict.findings[0]).toMatchObject({ observed: { bad: 0, total: 0 } });
});

test.each([
  { signals: 1, applications: 1, spent: 150 },
  { signals: 2, applications: 1, spent: 150 },
  { signals: 1, applications: 3, spent: 50 },
])('$signals ratios of one of $applications applications spend $spent false alarms per million', (shared) => {
  const signals = Array.from({ length: shared.signals }, (_, index) => ({ ...errors, signal: `s${index}` }));
  const draw = signals.map(() => follow(20, base));
  const { verdict } = play({
    signals,
    baselines: signals.map(({ signal }) => ({ ...baseline, signal })),
    plan: { applications: shared.applications, atLeastMs: 1e9 },
    read: (at) =>
      signals.map(({ signal }, index) => counts(signal, (draw[index] ?? follow(1, base))(at - 10, at))),
  });
  expect(verdict.alphaSpentPerMillion).toBe(shared.spent);
});
