import { describe, expect, test } from 'vitest';
import type { HealthPlan, Reading } from './plan.ts';
import { checkFreshness } from './recovery/freshness.ts';
import { after, play, sync } from './testing/scripted-watch.ts';

const ready: HealthPlan = { kind: 'health', signal: 'ready', failures: 3 };

function failing(second: number, controlledSecond: number | null): Reading {
  const controlledSince = controlledSecond === null ? null : sync + controlledSecond * 1000;
  return { kind: 'check', signal: 'ready', at: sync + second * 1000, passed: false, controlledSince };
}

describe('new pods that do not get ready', () => {
  test('while the old ones serve are a regression, from when they began', () => {
    const { verdict, second } = play({ signals: [ready], read: (at) => [failing(at, 2)] });
    expect(second).toBe(30);
    expect(verdict).toMatchObject({
      outcome: 'regression',
      onset: { from: after(2), to: after(10) },
      findings: [{ kind: 'health', outcome: 'regression', controlled: true }],
    });
  });

  test('with nothing beside them are one witness', () => {
    const { verdict } = play({ signals: [ready], read: (at) => [failing(at, null)] });
    expect(verdict).toMatchObject({ outcome: 'ambiguous', reason: 'one-witness' });
    expect(verdict.findings).toMatchObject([{ controlled: false }]);
  });

  test('have no control any more when the old ones are gone', () => {
    const { verdict } = play({ signals: [ready], read: (at) => [failing(at, at < 30 ? 2 : null)] });
    expect(verdict).toMatchObject({ outcome: 'ambiguous', reason: 'one-witness' });
  });

  test('that get ready at last were slow', () => {
    const passes = (at: number): Reading => ({
      kind: 'check',
      signal: 'ready',
      at: sync + at * 1000,
      passed: true,
    });
    const { verdict } = play({ signals: [ready], read: (at) => [at < 30 ? failing(at, 2) : passes(at)] });
    expect(verdict.outcome).toBe('healthy');
  });

  test.each([
    { controlled: 2, code: 'fresh-evidence' },
    { controlled: null, code: 'evidence-stale' },
  ])('are still that way when it is written: $code', ({ controlled, code }) => {
    const { verdict } = play({ signals: [ready], read: (at) => [failing(at, 2)] });
    const readings = [failing(40, controlled)];
    expect(checkFreshness({ plans: [ready], verdict, readings, at: after(41) })).toMatchObject({ code });
  });
});
