import { describe, expect, test } from 'vitest';
import type { HealthPlan, NothingNew, Reading } from './plan.ts';
import { after, counts, down, errors, follow, history, play, sync } from './testing/scripted-watch.ts';

const base = () => 0.001;
const from = (onset: number, ratio: number) => (second: number) => (second < onset ? 0.001 : ratio);
const baseline = { signal: 'errors', steps: history(20, base), series: 'history' };
const probe: HealthPlan = { kind: 'health', signal: 'home', failures: 3 };
const other: HealthPlan = { kind: 'health', signal: 'ready', failures: 3 };

function check(signal: string, second: number, passed: boolean): Reading {
  return { kind: 'check', signal, at: sync + second * 1000, passed };
}

describe('checks', () => {
  const step = () => follow(20, base);

  test('one failing check waits for the ratio and then escalates', () => {
    const draw = step();
    const { verdict, second } = play({
      signals: [errors, probe],
      baselines: [baseline],
      read: (at) => [counts('errors', draw(at - 10, at)), check('home', at, at < 20)],
    });
    expect(verdict).toMatchObject({ outcome: 'ambiguous', reason: 'one-witness' });
    expect(second).toBe(100);
  });

  test('a failing check and a failing ratio are a regression of both', () => {
    const draw = follow(20, from(0, 0.1));
    const { verdict } = play({
      signals: [errors, probe],
      baselines: [baseline],
      plan: { requiredSignals: 2 },
      read: (at) => [counts('errors', draw(at - 10, at)), check('home', at, at < 20)],
    });
    expect(verdict.outcome).toBe('regression');
    expect(verdict.findings.map(({ outcome }) => outcome)).toEqual(['regression', 'regression']);
  });

  test('a ratio alone is not enough where two are asked for', () => {
    const draw = follow(20, from(0, 0.1));
    const { verdict, second } = play({
      signals: [errors, probe],
      baselines: [baseline],
      plan: { requiredSignals: 2 },
      read: (at) => [counts('errors', draw(at - 10, at)), check('home', at, true)],
    });
    expect(verdict).toMatchObject({ outcome: 'ambiguous', reason: 'required-signal-missing' });
    expect(second).toBeLessThanOrEqual(120);
  });

  test('two checks that failed after they passed are a regression', () => {
    const { verdict } = play({
      signals: [probe, other],
      read: (at) => [check('home', at, at < 20), check('ready', at, at < 30)],
    });
    expect(verdict).toMatchObject({ outcome: 'regression', onset: { from: after(10), to: after(20) } });
  });

  test('two checks that never passed may have failed before the deployment', () => {
    const { verdict } = play({
      signals: [probe, other],
      read: (at) => [check('home', at, false), check('ready', at, false)],
    });
    expect(verdict).toMatchObject({ outcome: 'ambiguous', reason: 'no-baseline' });
  });

  test('a provider that is down does not silence a failing check', () => {
    const { verdict } = play({
      signals: [errors, probe],
      baselines: [baseline],
      read: (at) => [down, check('home', at, at < 30)],
    });
    expect(verdict).toMatchObject({ outcome: 'ambiguous', reason: 'one-witness' });
  });

  test('a check that recovers in between starts again', () => {
    const { verdict } = play({
      signals: [probe],
      read: (at) => [check('home', at, (at / 10) % 3 === 0)],
    });
    expect(verdict.outcome).toBe('healthy');
  });

  test.each<[string, Partial<NothingNew>, string]>([
    ['why', { because: 'no-workload-changed' }, 'no-workload-changed'],
    ['what it waits for', { because: 'rollout-unfinished' }, 'rollout-unfinished'],
    ['nothing of it', {}, 'no-series'],
  ])('a check that never says anything but %s ends undecided by that', (_, said, reason) => {
    const { verdict } = play({
      signals: [probe],
      read: () => [{ kind: 'nothing-new', signal: 'home', ...said }],
    });
    expect(verdict).toMatchObject({ outcome: 'ambiguous', reason, stopped: 'watch-ended' });
    expect(verdict.findings).toMatchObject([{ kind: 'unread', outcome: 'no-data', reason }]);
  });

  test('a check that could not be made at the last look ends undecided by that', () => {
    const { verdict } = play({
      signals: [probe],
      seconds: 120,
      read: (at) =>
        at < 120
          ? [{ kind: 'nothing-new', signal: 'home', because: 'rollout-unfinished' }]
          : [{ ...down, signal: 'home' }],
    });
    expect(verdict).toMatchObject({ outcome: 'ambiguous', reason: 'provider-gap' });
  });

  test('what a check waited for is no doubt any more once it passes', () => {
    const { verdict } = play({
      signals: [probe],
      read: (at) => [
        at < 60
          ? { kind: 'nothing-new', signal: 'home', because: 'rollout-unfinished' }
          : check('home', at, true),
      ],
    });
    expect(verdict.outcome).toBe('healthy');
  });
});
