import {
  type Attribution,
  type Deployment,
  type Digest,
  Guardrail,
  guardrailNames,
  type Instant,
  type PolicyReference,
  type RevertKey,
  rungs,
  type Sha,
  type Verdict,
} from '@backout/incident';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decide } from './decide.ts';
import type { DecisionInput } from './decision-input.ts';
import type { PastRevert, PreflightFacts } from './facts.ts';
import { parsePolicy } from './parse.ts';
import type { Policy } from './schema.ts';
import { clear as clearFacts } from './testing/guardrail.ts';

const now = '2026-11-20T14:02:41.000Z' as Instant;

const policy = parsePolicy(
  `version: 1
mode: act
prometheus: https://prometheus.example.com
applications:
  checkout:
    paths: [apps/checkout]
    signals: { errors: { ratio: { bad: a, total: b } } }
rollback:
  limits: { per_hour: 3, per_day: 5, cooldown: 10m }
  never: [apps/identity/**, kind:PersistentVolumeClaim]
`,
  '.backout.yml',
);

const digest = 'a'.repeat(64) as Digest;
const input: DecisionInput = {
  deployment: {
    application: 'checkout',
    changes: ['1'.repeat(40)],
    alsoChanged: [],
    renderedOutside: [],
    hydrated: null,
    revision: 'd'.repeat(40),
    previousRevision: 'b'.repeat(40),
    paths: ['apps/checkout', 'apps/identity', '.backout.yml', '.github', 'a'],
  } as unknown as Deployment,
  policy: { sha256: digest, path: '.backout.yml' } as unknown as PolicyReference,
  verdict: { outcome: 'regression', findings: [] as Verdict['findings'] } as Verdict,
  attribution: {
    cause: 'deployment',
    culprit: 's1',
    confidenceBp: 9_920,
    vetoes: [] as Attribution['vetoes'],
  } as Attribution,
};
const clear: PreflightFacts = { ...clearFacts, newestPolicy: digest };

function revertedAgo(minutes: number, application = 'payments'): PastRevert {
  const at = new Date(Date.parse(now) - minutes * 60_000).toISOString() as Instant;
  return { key: 'k' as RevertKey, incident: 'inc_0' as PastRevert['incident'], application, at };
}

function refusals(
  facts: Partial<PreflightFacts>,
  changed: { policy?: Partial<Policy>; input?: Partial<DecisionInput> } = {},
): string[] {
  const decision = decide(
    { ...input, ...changed.input },
    { ...policy, ...changed.policy },
    { ...clear, ...facts },
    now,
  );
  return decision.guardrails.filter(({ passed }) => !passed).map(({ code }) => code);
}

describe('a ratio in the band that is for a person', () => {
  const finding = (band: 'act' | 'marginal', kind = 'ratio') => ({ kind, band, outcome: 'regression' });
  const decided = (...findings: object[]) => {
    const verdict = { outcome: 'regression', findings } as unknown as Verdict;
    return decide({ ...input, verdict }, policy, clear, now);
  };

  test('is prepared for review', () => {
    expect(decided(finding('marginal')).rung).toBe('revert-pr');
    expect(decided(finding('marginal'), finding('act', 'health')).rung).toBe('revert-pr');
  });

  test('does not hold back another ratio that is out of its band', () => {
    expect(decided(finding('marginal'), finding('act')).rung).toBe('revert');
  });
});

const anyFacts: fc.Arbitrary<PreflightFacts> = fc.record({
  killSwitch: fc.record({
    state: fc.constantFrom('off', 'on', 'misnamed', 'unreadable'),
    ref: fc.constant('refs/backout/stop'),
  }),
  reverts: fc.oneof(
    fc.constant({ unreadable: 'refs/backout/reverts/*' }),
    fc.array(fc.integer({ min: 0, max: 2000 }).map((ago) => revertedAgo(ago))),
  ),
  newestPolicy: fc.constantFrom<PreflightFacts['newestPolicy'][]>(digest, 'missing', 'unreadable'),
  freshness: fc.constantFrom(
    { code: 'fresh-evidence', ageMs: 5 },
    { code: 'recovered-meanwhile', bad: 1, total: 9 },
    { code: 'provider-error', signal: 'errors' },
  ),
  previousBy: fc.constantFrom('argocd', 'event', 'unknown'),
  knownGood: fc.constantFrom('status', 'baseline', 'workflow-status', 'failed', 'unknown'),
  wouldSync: fc.constantFrom<PreflightFacts['wouldSync'][]>(
    { code: 'would-sync' },
    { code: 'auto-sync-off' },
    { code: 'argocd-unreadable' },
    { code: 'operation-stuck', phase: 'Deleting' },
  ),
  superseded: fc.boolean(),
  paths: fc.array(fc.constantFrom('a', 'apps/identity/x', '.backout.yml')),
  kinds: fc.array(fc.constantFrom('Deployment', 'PersistentVolumeClaim')),
  mainlineUnclear: fc.constantFrom(null, 'c'.repeat(40) as Sha),
  renamed: fc.constantFrom(null, { path: 'us.yaml', from: 'eu.yaml' }),
  migration: fc.constantFrom(null, { kind: 'Job', object: 'migrate' }),
  applications: fc.array(fc.constantFrom('a', 'b'), { minLength: 1 }),
  ownRevert: fc.constantFrom(null, 'c'.repeat(40) as Sha),
  badValueReturned: fc.constantFrom('no', 'yes', 'unknown'),
});

const switchedOff = { state: 'on', ref: 'refs/backout/stop' } as const;

describe('decide', () => {
  test('reverts when every guardrail passes, and lists all of them', () => {
    const decision = decide(input, policy, clear, now);
    expect(decision.rung).toBe('revert');
    expect(decision.guardrails.map(({ name }) => name)).toEqual([...guardrailNames]);
    expect(decision.guardrails.every(({ passed }) => passed)).toBe(true);
  });

  test.each<[string, Partial<PreflightFacts>, string, string]>([
    ['the kill switch is on', { killSwitch: switchedOff }, 'stopped', 'notify'],
    [
      'the kill switch cannot be read',
      { killSwitch: { ...switchedOff, state: 'unreadable' } },
      'switch-unreadable',
      'notify',
    ],
    ['the ledger cannot be read', { reverts: { unreadable: 'refs/backout/x' } }, 'ref-unreadable', 'notify'],
    [
      'three reverts were made within the hour',
      { reverts: [20, 30, 59].map((ago) => revertedAgo(ago)) },
      'hourly-limit',
      'notify',
    ],
    [
      'five reverts were made within the day',
      { reverts: [61, 120, 180, 600, 1439].map((ago) => revertedAgo(ago)) },
      'daily-limit',
      'notify',
    ],
    [
      'the application was reverted nine minutes ago',
      { reverts: [revertedAgo(9, 'checkout')] },
      'cooldown',
      'notify',
    ],
    ['a path is on the never-list', { paths: ['apps/identity/a/b.yaml'] }, 'never-list', 'revert-pr'],
    [
      'a kind is on the never-list',
      { kinds: ['Deployment', 'PersistentVolumeClaim'] },
      'never-list',
      'revert-pr',
    ],
    ['the policy itself would be reverted', { paths: ['.backout.yml'] }, 'never-list', 'revert-pr'],
    ['a workflow would be reverted', { paths: ['.github/workflows/ci.yml'] }, 'never-list', 'revert-pr'],
    [
      'the reading is a minute old',
      { freshness: { code: 'fresh-evidence', ageMs: 60_001 } },
      'evidence-stale',
      'notify',
    ],
    [
      'there is no new reading',
      { freshness: { code: 'evidence-stale', ageMs: 0 } },
      'evidence-stale',
      'notify',
    ],
    [
      'the service has recovered',
      { freshness: { code: 'recovered-meanwhile', bad: 0, total: 412 } },
      'recovered-meanwhile',
      'notify',
    ],
    [
      'the metrics cannot be read',
      { freshness: { code: 'provider-error', signal: 'errors' } },
      'provider-error',
      'notify',
    ],
    ['only the event says what was live before', { previousBy: 'event' }, 'previous-by-event', 'revert-pr'],
    ['nobody tells what was live before', { previousBy: 'unknown' }, 'previous-unknown', 'notify'],
    [
      'nobody knows whether the revision before was good',
      { knownGood: 'unknown' },
      'not-known-good',
      'revert-pr',
    ],
    [
      'only a workflow says that the revision before was good',
      { knownGood: 'workflow-status' },
      'previous-unproven',
      'revert-pr',
    ],
    ['the revision before had failed itself', { knownGood: 'failed' }, 'previous-failed', 'revert-pr'],
    ['automated sync is off', { wouldSync: { code: 'auto-sync-off' } }, 'auto-sync-off', 'revert-pr'],
    [
      'a sync window is closed',
      { wouldSync: { code: 'sync-window-closed' } },
      'sync-window-closed',
      'revert-pr',
    ],
    [
      'Argo CD tracks another branch',
      { wouldSync: { code: 'branch-not-tracked', tracked: 'release', pushed: 'main' } },
      'branch-not-tracked',
      'revert-pr',
    ],
    [
      'an operation does not end',
      { wouldSync: { code: 'operation-stuck', phase: 'Deleting' } },
      'operation-stuck',
      'notify',
    ],
    ['Argo CD cannot be read', { wouldSync: { code: 'argocd-unreadable' } }, 'argocd-unreadable', 'notify'],
    ['the policy was changed', { newestPolicy: 'b'.repeat(64) as Digest }, 'policy-changed', 'notify'],
    ['the policy is gone', { newestPolicy: 'missing' }, 'policy-changed', 'notify'],
    ['the policy cannot be read', { newestPolicy: 'unreadable' }, 'policy-unreadable', 'notify'],
    ['a newer deployment is live', { superseded: true }, 'superseded', 'notify'],
    [
      'the commit changed several applications',
      { applications: ['checkout', 'payments'] },
      'several-applications',
      'revert-pr',
    ],
    ['a kind cannot be told without rendering', { kinds: ['unknown'] }, 'never-list', 'revert-pr'],
    [
      'the commit also changes what the policy does not list',
      { paths: ['apps/payments/x'] },
      'outside-paths',
      'revert-pr',
    ],
    ['the bad value came back', { badValueReturned: 'yes' }, 'bad-value-returned', 'notify'],
    [
      'whether the bad value came back cannot be read',
      { badValueReturned: 'unknown' },
      'bad-value-unknown',
      'notify',
    ],
    ['the commit is a revert of ours', { ownRevert: 'c'.repeat(40) as Sha }, 'reverts-a-revert', 'notify'],
  ])('does not revert when %s', (_, facts, code, rung) => {
    expect([...new Set(refusals(facts))]).toEqual([code]);
    expect(decide(input, policy, { ...clear, ...facts }, now).rung).toBe(rung);
  });

  test.each([
    ['observe', 'mode-observe', 'none'],
    ['recommend', 'mode-recommend', 'revert-pr'],
  ] as const)('in mode %s never reverts', (mode, code, rung) => {
    expect(refusals({}, { policy: { mode } })).toEqual([code]);
    expect(decide(input, { ...policy, mode }, clear, now).rung).toBe(rung);
  });

  test('does not revert below the confidence floor, at exactly the floor it does', () => {
    const attribution = (confidenceBp: number) => ({
      input: { attribution: { ...input.attribution, confidenceBp } },
    });
    expect(refusals({}, attribution(8_999))).toEqual(['confidence-below-floor']);
    expect(refusals({}, attribution(9_000))).toEqual([]);
  });

  test('does not revert what no deployment caused', () => {
    const attribution = {
      cause: 'unknown',
      culprit: null,
      confidenceBp: 10_000,
      vetoes: [],
    } as unknown as Attribution;
    expect(refusals({}, { input: { attribution } })).toEqual(['cause-not-deployment']);
  });

  test('takes prose back with the change that it describes', () => {
    expect(refusals({ paths: ['apps/checkout/deployment.yaml', 'README.md'] })).toEqual([]);
  });

  test('does not choose among several commits', () => {
    const deployment = { ...input.deployment, changes: ['1'.repeat(40), '2'.repeat(40)] } as Deployment;
    expect(refusals({}, { input: { deployment } })).toEqual(['several-commits']);
  });

  test('counts a revert that a wrong clock dated into the future', () => {
    expect(refusals({ reverts: [-5, -5, -5].map((ago) => revertedAgo(ago)) })).toEqual(['hourly-limit']);
  });

  test('does not revert a first deployment, which has nothing to go back to', () => {
    const deployment = { ...input.deployment, previousRevision: null };
    expect(refusals({}, { input: { deployment } })).toEqual(['no-previous-revision']);
  });

  test('writes with every code the facts that it declares, and no other', () => {
    fc.assert(
      fc.property(anyFacts, (world) => {
        for (const guardrail of decide(input, policy, world, now).guardrails)
          expect(Guardrail.safeParse(guardrail).success, guardrail.code).toBe(true);
      }),
      { seed: 2 },
    );
  });

  test('a refusal more never raises the rung, and the same facts give the same decision', () => {
    fc.assert(
      fc.property(anyFacts, (world) => {
        const decision = decide(input, policy, world, now);
        const stopped = decide(input, policy, { ...world, killSwitch: switchedOff }, now);
        expect(rungs.indexOf(stopped.rung)).toBeLessThanOrEqual(rungs.indexOf(decision.rung));
        expect(stopped.rung).not.toBe('revert');
        expect(decision.rung === 'revert').toBe(decision.guardrails.every(({ passed }) => passed));
        expect(decide(input, policy, world, now)).toEqual(decision);
      }),
      { seed: 1 },
    );
  });
});
