import { describe, expect, test } from 'vitest';
import type { GaugePlan, HealthPlan, Reading, Values } from '../plan.ts';
import { checkFreshness } from '../recovery/freshness.ts';
import { lookRecovery, openRecovery, recoveryOf } from '../recovery/recovery.ts';
import {
  after,
  counts,
  errors,
  follow,
  history,
  play,
  type Script,
  sync,
} from '../testing/scripted-watch.ts';

const p90: GaugePlan = {
  ...{ kind: 'gauge', signal: 'p90', scale: 'latency-seconds', worse: 'higher' },
  ...{ leastChange: null, stepMs: 60_000 },
};
const p50: GaugePlan = { ...p90, signal: 'p50' };
const ready: HealthPlan = { kind: 'health', signal: 'ready', failures: 3 };

/** A quarter of a second, give or take a few milliseconds, every minute of the last two hours. */
function level(minute: number): number {
  return 0.25 + 0.01 * Math.sin(1.7 * minute);
}

function before(plan: GaugePlan, value = level) {
  const points = Array.from({ length: 120 }, (_, index) => {
    const minute = index - 119;
    return { at: sync + minute * 60_000, value: value(minute) };
  });
  return { signal: plan.signal, points, series: 'history' };
}

function values(plan: GaugePlan, second: number, value: number): Reading {
  if (second % 60 !== 0) return { kind: 'nothing-new', signal: plan.signal };
  const reading: Values = {
    ...{ kind: 'values', signal: plan.signal },
    points: [{ at: sync + second * 1000, value }],
    series: `${second}`,
  };
  return reading;
}

function check(second: number, passed: boolean): Reading {
  return { kind: 'check', signal: 'ready', at: sync + second * 1000, passed };
}

function playGauges(script: Partial<Script> & Pick<Script, 'read'>) {
  return play({ signals: [p90, ready], baselines: [before(p90)], ...script });
}

describe('a gauge', () => {
  test('that doubles, and a check that fails, are a regression with the onset of the first of them', () => {
    const { verdict, second } = playGauges({
      read: (at) => [values(p90, at, 0.6), check(at, at < 100)],
    });
    expect(second).toBe(120);
    expect(verdict).toMatchObject({
      outcome: 'regression',
      onset: { from: after(0), to: after(60) },
      findings: [
        {
          ...{ kind: 'gauge', signal: 'p90', outcome: 'regression', unit: 'seconds' },
          observed: { value: '0.6', points: 2 },
          normal: { low: null },
        },
        { kind: 'health', outcome: 'regression' },
      ],
    });
  });

  test('alone never is one: when the least time is over a person is told', () => {
    const { verdict, second } = playGauges({ read: (at) => [values(p90, at, 0.6), check(at, true)] });
    expect(second).toBe(240);
    expect(verdict).toMatchObject({ outcome: 'ambiguous', reason: 'one-witness', onset: { to: after(60) } });
  });

  test('is one witness however many there are: they tell the same thing in other words', () => {
    const { verdict } = play({
      signals: [p50, p90, ready],
      baselines: [before(p50), before(p90)],
      read: (at) => [values(p50, at, 0.6), values(p90, at, 0.6), check(at, true)],
    });
    expect(verdict).toMatchObject({ outcome: 'ambiguous', reason: 'one-witness' });
  });

  test('counts as a second signal where the policy asks for two', () => {
    const step = follow(20, (second) => (second < 0 ? 0.001 : 0.2));
    const played = (shifts: boolean) =>
      play({
        signals: [errors, p90],
        plan: { requiredSignals: 2 },
        baselines: [before(p90), { signal: 'errors', steps: history(20, () => 0.001), series: 'history' }],
        read: (at, every) => [
          counts('errors', step(at - every, at)),
          values(p90, at, shifts ? 0.6 : level(at / 60)),
        ],
      }).verdict;
    expect(played(true)).toMatchObject({ outcome: 'regression' });
    expect(played(false)).toMatchObject({ outcome: 'ambiguous', reason: 'required-signal-missing' });
  });

  test('that cannot be read any more is no witness: it may have come back', () => {
    const away: Reading = {
      ...{ kind: 'unread', signal: 'p90', outcome: 'no-data', reason: 'provider-gap', detail: 'no value' },
    };
    const played = (readable: boolean) =>
      playGauges({
        seconds: 80,
        read: (at) => [at <= 60 || readable ? values(p90, at, 0.6) : away, check(at, at < 60)],
      }).verdict.outcome;
    expect(played(true)).toBe('regression');
    expect(played(false)).not.toBe('regression');
  });

  test('that stays where it was lets the watch end early', () => {
    const { verdict, second } = playGauges({
      read: (at) => [values(p90, at, level(at / 60)), check(at, true)],
    });
    expect(second).toBe(240);
    expect(verdict).toMatchObject({ outcome: 'healthy', stopped: 'effect-excluded' });
  });

  test('that is better than before is nothing, unless lower is worse', () => {
    const falls = (plan: GaugePlan) =>
      playGauges({
        signals: [plan, ready],
        baselines: [before(plan)],
        read: (at) => [values(plan, at, 0.1), check(at, at < 100)],
      }).verdict.outcome;
    expect(falls(p90)).not.toBe('regression');
    expect(falls({ ...p90, scale: 'value', worse: 'lower' })).toBe('regression');
  });

  test('that had moved before the sync says nothing about the deployment', () => {
    const moved = (minute: number) => (minute > -4 ? 0.6 : level(minute));
    const { verdict } = playGauges({
      baselines: [before(p90, moved)],
      read: (at) => [values(p90, at, 0.6), check(at, at < 100)],
    });
    expect(verdict).toMatchObject({ outcome: 'ambiguous', reason: 'one-witness' });
    expect(verdict.findings[0]).toMatchObject({ kind: 'gauge', reason: 'baseline-unhealthy' });
  });

  test('changes by less than the team cares for: nothing', () => {
    const rises = (leastChange: number | null) => {
      const plan = { ...p90, leastChange };
      const { verdict } = playGauges({
        signals: [plan, ready],
        baselines: [before(plan)],
        read: (at) => [values(plan, at, 0.6), check(at, at < 300)],
      });
      return verdict.findings[0];
    };
    expect(rises(null)).toMatchObject({ outcome: 'regression' });
    expect(rises(2)).toMatchObject({ outcome: 'healthy' });
  });

  test('in points of ten seconds takes as long, and not as many points', () => {
    const fine: GaugePlan = { ...p90, stepMs: 10_000 };
    const points = Array.from({ length: 360 }, (_, index) => ({
      at: sync + (index - 359) * 10_000,
      value: level(index / 6),
    }));
    const { verdict, second } = playGauges({
      signals: [fine, ready],
      baselines: [{ signal: 'p90', points, series: 'history' }],
      read: (at) => [
        { kind: 'values', signal: 'p90', points: [{ at: sync + at * 1000, value: 0.6 }], series: `${at}` },
        check(at, at < 5),
      ],
    });
    expect(verdict.outcome).toBe('regression');
    expect(second).toBeGreaterThanOrEqual(40);
    expect(second).toBeLessThanOrEqual(70);
  });

  describe('with a threshold', () => {
    const limited = (decide: 'threshold' | 'either', above: number): GaugePlan => ({
      ...p90,
      threshold: { above, below: null, forMs: 180_000, decide },
    });
    const played = (plan: GaugePlan, value: number) =>
      playGauges({
        signals: [plan, ready],
        baselines: [before(plan)],
        read: (at) => [values(plan, at, value), check(at, at < 100)],
      });

    test('that alone decides is a witness once every point of its time was beyond it, and no sooner', () => {
      const { verdict, second } = played(limited('threshold', 0.5), 0.6);
      expect(second).toBe(180);
      expect(verdict).toMatchObject({ outcome: 'regression' });
      expect(verdict.findings.find(({ kind }) => kind === 'gauge')).toMatchObject({ outcome: 'regression' });
    });

    test('that alone decides is none below it, whatever the test would say', () => {
      const { verdict } = played(limited('threshold', 0.7), 0.6);
      expect(verdict.outcome).not.toBe('regression');
      expect(verdict.findings.find(({ kind }) => kind === 'gauge')).toMatchObject({ outcome: 'healthy' });
    });

    test('beside the test is whichever says so first', () => {
      expect(played(limited('either', 0.7), 0.6).second).toBe(120);
      const slight = played(limited('either', 0.265), 0.27);
      expect([slight.verdict.outcome, slight.second]).toEqual(['regression', 180]);
    });
  });

  test('without enough history is not judged', () => {
    const { verdict } = playGauges({
      baselines: [{ signal: 'p90', points: before(p90).points.slice(-4), series: 'short' }],
      read: (at) => [values(p90, at, 5), check(at, at < 100)],
    });
    expect(verdict.findings[0]).toMatchObject({ kind: 'unread', reason: 'no-baseline' });
    expect(verdict.outcome).not.toBe('regression');
  });
});

describe('after the verdict', () => {
  const regression = playGauges({ read: (at) => [values(p90, at, 0.6), check(at, at < 100)] }).verdict;
  const plans = [p90, ready];

  test.each([
    { value: 0.6, passed: false, code: 'fresh-evidence' },
    { value: 0.26, passed: false, code: 'recovered-meanwhile' },
    { value: 0.6, passed: true, code: 'recovered-meanwhile' },
  ])('a value of $value and a check that passed: $passed is $code', ({ value, passed, code }) => {
    const readings = [values(p90, 180, value), check(190, passed)];
    expect(checkFreshness({ plans, verdict: regression, readings, at: after(190) })).toMatchObject({ code });
  });

  test('it has recovered when the values are normal for the whole window', () => {
    let watch = openRecovery({ plans, verdict: regression, stableForMs: 120_000 });
    for (const [second, value] of [
      [180, 0.6],
      [240, 0.25],
      [300, 0.26],
      [360, 0.25],
    ] as const) {
      expect(recoveryOf(watch).kind).toBe('waiting');
      const readings = [values(p90, second, value), check(second, true)];
      watch = lookRecovery(watch, { at: after(second), readings });
    }
    expect(recoveryOf(watch)).toMatchObject({
      kind: 'stable',
      recoveredAt: after(240),
      proven: true,
      findings: [{ kind: 'gauge', outcome: 'healthy', observed: { value: '0.25', points: 3 } }, {}],
    });
  });
});
