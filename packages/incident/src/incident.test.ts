import { fixtureJson, fixtureNames } from '@backout/world/fixtures';
import { describe, expect, test } from 'vitest';
import { isReverted } from './action.ts';
import { Acted, Attributed, Verified, Watched } from './incident.ts';
import { Stop } from './stop.ts';

interface Fixture {
  readonly verdict: { readonly outcome: string; readonly findings: readonly object[] };
  readonly deployment: object;
  readonly policy: object;
  readonly attribution?: object;
  readonly action?: { readonly kind: string };
  readonly recovery?: object;
}

const names = fixtureNames('incidents');
const read = (name: string) => fixtureJson(`incidents/${name}.json`) as Fixture;

function schemaOf({ attribution, action, recovery }: Fixture) {
  if (recovery !== undefined) return Verified;
  if (action !== undefined) return Acted;
  return attribution === undefined ? Watched : Attributed;
}

describe('the record of an incident', () => {
  test.each(names.filter((name) => !name.startsWith('stop-')))('%s is read whole', (name) => {
    const fixture = read(name);
    expect(schemaOf(fixture).parse(fixture)).toMatchObject(fixture);
  });

  test.each(names.filter((name) => name.startsWith('stop-')))('%s is read whole', (name) => {
    expect(Stop.parse(read(name))).toEqual(read(name));
  });

  test.each([
    ['Attributed', Attributed, 'watched'],
    ['Acted', Acted, 'attributed'],
    ['Verified', Verified, 'acted'],
  ] as const)('as %s has the section of its stage', (_, schema, name) => {
    expect(schema.safeParse(read(name)).success).toBe(false);
  });

  test('of this version is of no other', () => {
    expect(Watched.safeParse({ ...read('watched'), schema: 'backout/incident/2' }).success).toBe(false);
  });

  test.each([
    ['deployment', { deployment: { ...read('watched').deployment, title: 'x' } }],
    ['policy', { policy: { ...read('watched').policy, title: 'x' } }],
    ['verdict', { verdict: { ...read('watched').verdict, title: 'x' } }],
    ['whole record', { title: 'x' }],
  ])('has no room for free text in its %s', (_, changed) => {
    expect(Watched.safeParse({ ...read('watched'), ...changed }).success).toBe(false);
  });

  test.each(['argocd-notification', 'push', 'deployment-status', 'manual'])(
    'tells that it was begun by %s',
    (kind) => {
      const trigger = { kind, receivedAt: '2026-11-20T14:02:12.310Z' };
      const { deployment } = read('watched');
      const record = Watched.parse({ ...read('watched'), deployment: { ...deployment, trigger } });
      expect(record.deployment.trigger.kind).toBe(kind);
    },
  );

  test('that says nothing of a rollout has seen none', () => {
    const {
      rollout: _,
      rolledOutAt: __,
      ...deployment
    } = read('watched').deployment as Record<string, unknown>;
    const record = Watched.parse({ ...read('watched'), deployment });
    expect(record.deployment).toMatchObject({ rollout: [], rolledOutAt: null });
  });

  test.each(['observe', 'recommend', 'act'])('is of a policy in mode %s', (mode) => {
    const record = { ...read('watched'), policy: { ...read('watched').policy, mode } };
    expect(Watched.parse(record).policy.mode).toBe(mode);
  });
});

describe('what is pinned by its content', () => {
  const { policy, deployment } = read('watched');
  const [digest, built] = ['a'.repeat(64), 'c01d5e9'];
  const withPolicy = (sha256: string) => ({ ...read('watched'), policy: { ...policy, sha256 } });
  const withImage = (revision: string) => {
    const to = { tag: null, digest: null, revision };
    return { ...read('watched'), deployment: { ...deployment, images: [{ name: 'a', from: null, to }] } };
  };

  test.each([
    [withPolicy(digest), true],
    [withPolicy(`${digest}a`), false],
    [withPolicy(` ${digest}`), false],
    [withImage(built), true],
    [withImage(`${built} `), false],
    [withImage(`x${built}`), false],
  ])('is a digest or the id of a commit, and no more', (record, isRecord) => {
    expect(Watched.safeParse(record).success).toBe(isRecord);
  });
});

describe('what is decided of suspects', () => {
  const attributed = fixtureJson('incidents/attributed.json') as { attribution: { decision: object } };
  const withAttribution = (changed: object) =>
    Attributed.safeParse({ ...attributed, attribution: { ...attributed.attribution, ...changed } });

  test('names who is ruled out, and why', () => {
    const veto = { suspect: 's2', code: 'renders-nothing' };
    expect(withAttribution({ vetoes: [veto] }).data?.attribution.vetoes).toEqual([veto]);
    expect(withAttribution({ vetoes: [{ suspect: 's2' }] }).success).toBe(false);
  });

  test('has for every guardrail the facts of its code', () => {
    const guardrail = { name: 'mode', code: 'mode-allows', passed: true, facts: {} };
    const { error } = withAttribution({
      decision: { ...attributed.attribution.decision, guardrails: [guardrail] },
    });
    expect(error?.issues.map(({ message }) => message)).toEqual(['not the facts of this code']);
  });
});

describe('what is read of a signal', () => {
  const verdictWith = (finding: object) =>
    Watched.parse({ ...read('watched'), verdict: { ...read('watched').verdict, findings: [finding] } })
      .verdict.findings[0];
  const interval = { from: '2026-11-20T14:02:22.000Z', to: '2026-11-20T14:02:30.000Z' };
  const series = 'be4bd567';
  const common = { signal: 's', reason: null, onset: null, series };
  const gauge = {
    ...common,
    kind: 'gauge',
    outcome: 'healthy',
    unit: 'value',
    baseline: { level: '1.5', points: 60 },
    normal: { low: null, high: '2' },
    observed: { value: '1.6', points: 5 },
    points: [{ at: interval.from, value: '1.6' }],
  };
  const health = {
    ...common,
    kind: 'health',
    outcome: 'healthy',
    observed: { failures: 0, probes: 3, consecutive: 0 },
    controlled: true,
  };
  const outcomes = ['healthy', 'regression', 'ambiguous'];

  test.each(outcomes.flatMap((outcome) => [gauge, health].map((finding) => ({ ...finding, outcome }))))(
    '$kind may be $outcome',
    (finding) => {
      expect(verdictWith(finding)).toEqual(finding);
    },
  );

  test.each(outcomes)('ratio may be %s', (outcome) => {
    const [finding] = read('watched').verdict.findings;
    expect(verdictWith({ ...finding, outcome })).toMatchObject({ outcome });
  });

  test.each(['act', 'marginal'])('ratio may lie in the band %s', (band) => {
    const [finding] = read('watched').verdict.findings;
    expect(verdictWith({ ...finding, band })).toMatchObject({ band });
  });

  test('ratio lies outside of any band that a person decides, unless it says so', () => {
    const { band: _, ...finding } = read('watched').verdict.findings[0] as Record<string, unknown>;
    expect(verdictWith(finding)).toMatchObject({ band: 'act', control: null });
  });

  test.each(['seconds', 'ratio', 'value'])('gauge may be in %s', (unit) => {
    expect(verdictWith({ ...gauge, unit })).toMatchObject({ unit });
  });

  test('health is not controlled unless it says so', () => {
    const { controlled: _, ...uncontrolled } = health;
    expect(verdictWith(uncontrolled)).toMatchObject({ controlled: false });
  });

  test.each(['no-data', 'provider-error'])('unread may be %s', (outcome) => {
    const finding = { signal: 's', kind: 'unread', outcome, reason: null, detail: 'HTTP 502' };
    expect(verdictWith(finding)).toEqual(finding);
  });

  test('for a chart has sixty points at most', () => {
    const points = (count: number) => Array.from({ length: count }, () => gauge.points[0]);
    expect(verdictWith({ ...gauge, points: points(60) })).toMatchObject({ kind: 'gauge' });
    expect(() => verdictWith({ ...gauge, points: points(61) })).toThrow();
    const ratio = read('watched').verdict.findings[0];
    const counted = Array.from({ length: 61 }, () => ({ at: interval.from, bad: 0, total: 1 }));
    expect(() => verdictWith({ ...ratio, points: counted })).toThrow();
  });
});

test.each([
  ['reverted', true],
  ['already-done', true],
  ['joined', true],
  ['refused', false],
  ['conflict', false],
  ['already-reverted', false],
  ['revert-undone', false],
])('an action that ended in %s: the revert is in the branch: %s', (kind, expected) => {
  const action = { ...(read('acted').action as object), kind, incident: 'inc_0123456789abcdef' };
  expect(isReverted(action as Parameters<typeof isReverted>[0])).toBe(expected);
});
