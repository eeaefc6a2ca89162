import { describe, expect, test } from 'vitest';
import type { Conditions, RatioPlan } from '../plan.ts';
import { errors, playRatio } from '../testing/scripted-watch.ts';

const none: Conditions = {
  ...{ failAbove: null, reviewAbove: null, forMs: 60_000, objective: null },
  decide: 'either',
};

/** A service of which 3 % fails; afterwards so much. The default asks for twice of it. */
function becomes(ratio: number, conditions: Conditions | null, above = 0.04) {
  const plan: RatioPlan = {
    ...errors,
    ...(conditions !== null && { conditions, atLeast: { ...errors.atLeast, above } }),
  };
  return playRatio(50, (second) => (second < 0 ? 0.03 : ratio), { signals: [plan] });
}

function told(ratio: number, conditions: Conditions | null, above?: number) {
  const { verdict } = becomes(ratio, conditions, above);
  const [finding] = verdict.findings;
  return [
    verdict.outcome,
    finding?.kind === 'ratio' && verdict.outcome === 'regression' ? finding.band : null,
  ];
}

describe('a ratio that gets worse by less than the smallest effect', () => {
  test('is no regression without a condition', () => {
    expect(told(0.05, null)[0]).not.toBe('regression');
  });

  test('is one above fail_above, once it has been there for the time', () => {
    const conditions = { ...none, failAbove: 0.04 };
    expect(told(0.05, conditions)).toEqual(['regression', 'act']);
    expect(becomes(0.05, conditions).second).toBeGreaterThanOrEqual(60);
    const patient = { ...conditions, forMs: 300_000 };
    expect(becomes(0.05, patient).second).toBeGreaterThanOrEqual(300);
  });

  test('is for a person in the band below fail_above', () => {
    expect(told(0.05, { ...none, failAbove: 0.08, reviewAbove: 0.04 })).toEqual(['regression', 'marginal']);
  });

  test('is nothing below both', () => {
    const [outcome] = told(0.036, { ...none, failAbove: 0.08, reviewAbove: 0.04 });
    expect(outcome).not.toBe('regression');
  });
});

describe('a ratio that gets clearly worse', () => {
  test('does not wait for a condition', () => {
    expect(told(0.2, { ...none, failAbove: 0.5 }, 0.5)).toEqual(['regression', 'act']);
    expect(becomes(0.2, { ...none, failAbove: 0.05 }).second).toBeLessThan(60);
  });

  test('is for a person where the band reaches up to it', () => {
    expect(told(0.2, { ...none, reviewAbove: 0.04 })).toEqual(['regression', 'marginal']);
    expect(told(0.2, { ...none, failAbove: 0.3, reviewAbove: 0.04 })).toEqual(['regression', 'marginal']);
    expect(told(0.4, { ...none, failAbove: 0.3, reviewAbove: 0.04 })).toEqual(['regression', 'act']);
  });
});

describe('a service that is above the condition already', () => {
  test('is not failed by a deployment that changes nothing', () => {
    expect(told(0.03, { ...none, failAbove: 0.01 }, 0.01)[0]).toBe('healthy');
    expect(told(0.03, { ...none, objective: 0.999 }, 0.0144)[0]).toBe('healthy');
    // It is judged by the effect alone: what excludes this one has to hold for it as well.
    expect(becomes(0.03, { ...none, failAbove: 0.01 }, 0.01).second).toBe(becomes(0.03, null).second);
    expect(told(0.045, { ...none, failAbove: 0.01 }, 0.01)[0]).not.toBe('regression');
  });
});

describe('a threshold that decides alone', () => {
  const alone = (ratio: number, conditions: Partial<Conditions>, before = 0.01) => {
    const given: Conditions = { ...none, decide: 'threshold', ...conditions };
    const limits = [given.failAbove, given.reviewAbove].filter((one) => one !== null);
    const plan: RatioPlan = {
      ...errors,
      conditions: given,
      atLeast: { ...errors.atLeast, above: Math.min(...limits), aboveAlone: true },
    };
    const { verdict, second } = playRatio(50, (at) => (at < 0 ? before : ratio), { signals: [plan] });
    const [finding] = verdict.findings;
    return { outcome: verdict.outcome, band: finding?.kind === 'ratio' ? finding.band : null, second };
  };

  test('leaves what is worse and below it alone', () => {
    expect(alone(0.04, { failAbove: 0.05, forMs: 180_000 }).outcome).toBe('healthy');
  });

  test('waits for its time, however clear it is', () => {
    const failed = alone(0.2, { failAbove: 0.05, forMs: 180_000 });
    expect([failed.outcome, failed.band]).toEqual(['regression', 'act']);
    expect(failed.second).toBeGreaterThanOrEqual(180);
    expect(failed.second).toBeLessThan(220);
  });

  test('does not fail a deployment for what was there before it', () => {
    expect(alone(0.08, { failAbove: 0.05 }, 0.08).outcome).toBe('healthy');
  });

  test('leaves the band below it to a person', () => {
    const between = alone(0.07, { failAbove: 0.1, reviewAbove: 0.05 });
    expect([between.outcome, between.band]).toEqual(['regression', 'marginal']);
    expect(alone(0.04, { failAbove: 0.1, reviewAbove: 0.05 }).outcome).toBe('healthy');
  });
});

describe('an objective', () => {
  test('fails what burns the budget of an hour in minutes, if the hour shows it as well', () => {
    const burns = (before: number, ratio: number) => {
      const plan: RatioPlan = {
        ...errors,
        atLeast: { ...errors.atLeast, points: 50, above: 0.0144 },
        conditions: { ...none, objective: 0.999 },
      };
      const world = { signals: [plan], seconds: 3600 };
      return playRatio(50, (second) => (second < 0 ? before : ratio), world);
    };
    const slow = burns(0.001, 0.1);
    expect(slow.verdict.outcome).toBe('regression');
    // The hour: 0.1 % before and 10 % since the sync exceed 1.44 % after eight minutes.
    expect(slow.second).toBeGreaterThan(440);
    expect(slow.second).toBeLessThan(560);
    expect(burns(0.001, 0.012).verdict.outcome).not.toBe('regression');
  });
});
