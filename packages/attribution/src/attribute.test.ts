import type { Instant, OtherChange, Sha, Verdict } from '@backout/incident';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { attribute } from './attribute.ts';
import type { AttributionInput } from './input.ts';

const sync = Date.parse('2026-11-20T14:02:10.000Z');
const at = (seconds: number) => new Date(sync + seconds * 1000).toISOString() as Instant;

const parameters: OtherChange = {
  kind: 'parameters',
  source: 'acme/charts',
  field: 'helm.parameters.tag',
  from: 'v1',
  to: 'v2',
};

type Renders = AttributionInput['candidates'][number]['renders'];

function input(
  onset: [number, number],
  renders: Renders[] = ['something'],
  alsoChanged = 0,
): AttributionInput {
  return {
    deployment: {
      syncStartedAt: at(0),
      firstPodReadyAt: null,
      alsoChanged: Array.from({ length: alsoChanged }, () => parameters),
    } as unknown as AttributionInput['deployment'],
    verdict: { outcome: 'regression', onset: { from: at(onset[0]), to: at(onset[1]) } } as Verdict,
    candidates: renders.map((rendered, index) => ({
      commit: String(index).repeat(40) as Sha,
      renders: rendered,
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

  test('rules out what renders nothing, and singles out the other', () => {
    const blame = attribute(input([3, 11], ['nothing', 'something']));
    expect(blame.vetoes).toEqual([{ suspect: 's1', code: 'renders-nothing' }]);
    expect(blame.culprit).toBe('s2');
    expect(blame.confidenceBp).toBe(attribute(input([3, 11])).confidenceBp);
  });

  test('blames nobody where the only change renders nothing', () => {
    const blame = attribute(input([3, 11], ['nothing']));
    expect(blame).toMatchObject({ cause: 'unknown', culprit: null, confidenceBp: 0, noneBp: 10_000 });
  });

  test('does not rule out what may render something', () => {
    expect(attribute(input([3, 11], ['unknown'])).culprit).toBe('s1');
  });

  test('of several changes is not sure enough of any', () => {
    const blame = attribute(input([3, 11], ['something', 'something']));
    expect(blame.culprit).toBe('s1');
    expect(blame.confidenceBp).toBeLessThan(9_000);
  });

  test('shares between a commit and what else the sync changed, and names the commit', () => {
    const blame = attribute(input([3, 11], ['something'], 1));
    expect(blame.culprit).toBe('s1');
    expect(blame.others).toEqual([{ id: 'o1', change: parameters, posteriorBp: blame.confidenceBp }]);
    expect(blame.confidenceBp).toBeLessThanOrEqual(5_000);
    expect(blame.suspects[0]?.evidence.map(({ code }) => code)).toEqual([
      'newest-change',
      'onset-after-sync',
    ]);
  });

  test.each<[string, Renders[]]>([
    ['without a commit', []],
    ['beside a commit that renders nothing', ['nothing']],
  ])('names what else the sync changed, %s', (_, renders) => {
    const blame = attribute(input([3, 11], renders, 1));
    expect(blame).toMatchObject({ cause: 'deployment', culprit: 'o1' });
    expect(blame.confidenceBp).toBe(attribute(input([3, 11])).confidenceBp);
  });

  test('lists what else the sync changed without a regression too', () => {
    const quiet = { ...input([3, 11], [], 2), verdict: { outcome: 'ambiguous' } as Verdict };
    expect(attribute(quiet).others.map(({ id, posteriorBp }) => [id, posteriorBp])).toEqual([
      ['o1', 0],
      ['o2', 0],
    ]);
  });

  test('blames nobody without a regression', () => {
    const quiet = { ...input([3, 11]), verdict: { outcome: 'ambiguous' } as Verdict };
    expect(attribute(quiet)).toMatchObject({ cause: 'unknown', culprit: null, noneBp: 10_000 });
  });

  test('never promises more than a whole', () => {
    const seconds = fc.integer({ min: -600, max: 1800 });
    const renders = fc.array(fc.constantFrom<Renders[]>('something', 'nothing', 'unknown'), {
      maxLength: 12,
    });
    fc.assert(
      fc.property(seconds, fc.nat(600), renders, fc.nat(10), (from, width, rendered, alsoChanged) => {
        const blame = attribute(input([from, from + width], rendered, alsoChanged));
        const { suspects, others, noneBp, confidenceBp } = blame;
        const sum = [...suspects, ...others].reduce((total, { posteriorBp }) => total + posteriorBp, noneBp);
        expect(sum).toBeLessThanOrEqual(10_000);
        expect(confidenceBp).toBeLessThanOrEqual(10_000 - noneBp);
      }),
      { seed: 1 },
    );
  });
});
