import type {
  Attribution,
  Deployment,
  Digest,
  GuardrailName,
  IncidentId,
  Instant,
  OtherChange,
  PolicyReference,
  RevertKey,
  Sha,
  Verdict,
} from '@backout/incident';
import { describe, expect, test } from 'vitest';
import { decide } from './decide.ts';
import type { DecisionInput } from './decision-input.ts';
import type { PastRevert, PreflightFacts } from './facts.ts';
import { parsePolicy } from './parse.ts';
import type { Policy } from './schema.ts';

const now = '2026-11-20T14:02:41.000Z' as Instant;
const [pinned, newest] = ['a'.repeat(64) as Digest, 'b'.repeat(64) as Digest];
const [revision, previous, ours] = ['1', '2', '3'].map((digit) => digit.repeat(40) as Sha) as [Sha, Sha, Sha];

const policy = parsePolicy(
  `version: 1
mode: act
applications:
  checkout: { paths: [apps/checkout], signals: { home: { probe: https://shop.example.com/health } } }
rollback: { limits: { per_hour: 2, per_day: 3, cooldown: 10m }, confidence: 90% }
`,
  '.backout.yml',
);
const deployment = {
  application: 'checkout',
  changes: [revision],
  alsoChanged: [],
  renderedOutside: [],
  hydrated: null,
  revision,
  previousRevision: previous,
  paths: ['apps/checkout'],
} as unknown as Deployment;
const attribution = {
  cause: 'deployment',
  culprit: 's1',
  confidenceBp: 9_500,
  vetoes: [],
} as unknown as Attribution;
const verdict = { outcome: 'regression', findings: [] as Verdict['findings'] } as Verdict;
const input: DecisionInput = {
  deployment,
  verdict,
  attribution,
  policy: { sha256: pinned, path: 'ops/.backout.yml' } as unknown as PolicyReference,
};
const clear: PreflightFacts = {
  killSwitch: { state: 'off', ref: 'refs/backout/stop' },
  reverts: [],
  newestPolicy: pinned,
  freshness: { code: 'fresh-evidence', ageMs: 900 },
  knownGood: 'status',
  wouldSync: { code: 'would-sync' },
  superseded: false,
  paths: ['apps/checkout/deployment.yaml'],
  kinds: ['Deployment'],
  mainlineUnclear: null,
  migration: null,
  applications: ['checkout'],
  ownRevert: null,
  badValueReturned: 'no',
};

interface Changed {
  readonly facts?: Partial<PreflightFacts>;
  readonly input?: Partial<DecisionInput>;
  readonly policy?: Partial<Policy>;
}

/** The answer of one guardrail, without its name. */
function answerOf(name: GuardrailName, changed: Changed) {
  const decision = decide(
    { ...input, ...changed.input },
    { ...policy, ...changed.policy },
    { ...clear, ...changed.facts },
    now,
  );
  const { name: _, ...answer } = decision.guardrails.find((guardrail) => guardrail.name === name) ?? {
    name: null,
  };
  return answer;
}

const passed = (code: string, facts: object = {}) => ({ code, passed: true, facts });
const refused = (code: string, facts: object = {}) => ({ code, passed: false, facts });

function revertedAgo(milliseconds: number, application = 'payments'): PastRevert {
  const at = new Date(Date.parse(now) - milliseconds).toISOString() as Instant;
  return { key: 'k' as RevertKey, incident: 'inc_0' as IncidentId, application, at };
}
const reverts = (...ago: readonly number[]) => ({ reverts: ago.map((each) => revertedAgo(each)) });
const own = (...ago: readonly number[]) => ({ reverts: ago.map((each) => revertedAgo(each, 'checkout')) });
const [minute, hour, day] = [60_000, 3_600_000, 86_400_000];
const finding = (kind: string, outcome: string, band?: string) => ({ kind, outcome, band });
const found = (...findings: readonly object[]): Changed => ({
  input: { verdict: { outcome: 'regression', findings } as unknown as Verdict },
});
const parameters: OtherChange = {
  kind: 'parameters',
  source: 'charts',
  field: 'helm.parameters.tag',
  from: 'v1',
  to: null,
};
const localSync: OtherChange = { kind: 'local-sync', source: '', field: '', from: null, to: null };
const unreadable = { reverts: { unreadable: 'refs/backout/reverts/*' } };

const answers: readonly [GuardrailName, string, Changed, ReturnType<typeof passed>][] = [
  ['mode', 'act', {}, passed('mode-allows', { mode: 'act' })],
  ['mode', 'recommend', { policy: { mode: 'recommend' } }, refused('mode-recommend', { mode: 'recommend' })],
  ['mode', 'observe', { policy: { mode: 'observe' } }, refused('mode-observe', { mode: 'observe' })],
  ['policy', 'the same file', {}, passed('policy-unchanged')],
  [
    'policy',
    'another file',
    { facts: { newestPolicy: newest } },
    refused('policy-changed', { decided: 'aaaaaaaaaaaa', newest: 'bbbbbbbbbbbb' }),
  ],
  [
    'policy',
    'no file',
    { facts: { newestPolicy: 'missing' } },
    refused('policy-changed', { decided: 'aaaaaaaaaaaa', newest: 'missing' }),
  ],
  [
    'policy',
    'a file that cannot be read',
    { facts: { newestPolicy: 'unreadable' } },
    refused('policy-unreadable', { path: 'ops/.backout.yml' }),
  ],
  ['kill-switch', 'off', {}, passed('not-stopped')],
  [
    'kill-switch',
    'on',
    { facts: { killSwitch: { state: 'on', ref: 'r' } } },
    refused('stopped', { ref: 'r' }),
  ],
  [
    'kill-switch',
    'unreadable',
    { facts: { killSwitch: { state: 'unreadable', ref: 'r' } } },
    refused('switch-unreadable', { ref: 'r' }),
  ],
  ['limits', 'none yet', {}, passed('within-limits', { used: 0, limit: 2, usedToday: 0, limitToday: 3 })],
  [
    'limits',
    'the last one that is free',
    { facts: reverts(hour - 1, hour) },
    passed('within-limits', { used: 1, limit: 2, usedToday: 2, limitToday: 3 }),
  ],
  [
    'limits',
    'an hour that is full',
    { facts: reverts(0, hour - 1) },
    refused('hourly-limit', { used: 2, limit: 2 }),
  ],
  [
    'limits',
    'a day that is full',
    { facts: reverts(hour, day - 1, hour) },
    refused('daily-limit', { used: 3, limit: 3 }),
  ],
  [
    'limits',
    'a day that has passed',
    { facts: reverts(hour, day, day + 1) },
    passed('within-limits', { used: 0, limit: 2, usedToday: 1, limitToday: 3 }),
  ],
  [
    'limits',
    'no ledger',
    { facts: unreadable },
    refused('ref-unreadable', { ref: 'refs/backout/reverts/*' }),
  ],
  ['cooldown', 'never reverted', {}, passed('cooled-down')],
  ['cooldown', 'another application', { facts: reverts(minute) }, passed('cooled-down')],
  [
    'cooldown',
    'the newest of its own',
    { facts: own(hour, 9 * minute, day) },
    refused('cooldown', { ageMs: 9 * minute, cooldownMs: 10 * minute }),
  ],
  [
    'cooldown',
    'as old as it has to be',
    { facts: own(10 * minute) },
    passed('cooled-down', { ageMs: 10 * minute }),
  ],
  [
    'cooldown',
    'no ledger',
    { facts: unreadable },
    refused('ref-unreadable', { ref: 'refs/backout/reverts/*' }),
  ],
  ['never-list', 'nothing on it', {}, passed('not-on-never-list', { paths: 1 })],
  [
    'never-list',
    'a path',
    { facts: { paths: ['a', '.github/x'] } },
    refused('never-list', { rule: '.github/**', path: '.github/x' }),
  ],
  ['still-true', 'seen just now', {}, passed('fresh-evidence', { ageMs: 900 })],
  [
    'still-true',
    'seen a minute ago',
    { facts: { freshness: { code: 'fresh-evidence', ageMs: minute } } },
    passed('fresh-evidence', { ageMs: minute }),
  ],
  [
    'still-true',
    'seen longer ago',
    { facts: { freshness: { code: 'fresh-evidence', ageMs: minute + 1 } } },
    refused('evidence-stale', { ageMs: minute + 1, limitMs: minute }),
  ],
  [
    'still-true',
    'nothing new',
    { facts: { freshness: { code: 'evidence-stale', ageMs: 7 } } },
    refused('evidence-stale', { ageMs: 7, limitMs: minute }),
  ],
  [
    'still-true',
    'over',
    { facts: { freshness: { code: 'recovered-meanwhile', bad: 1, total: 9 } } },
    refused('recovered-meanwhile', { bad: 1, total: 9 }),
  ],
  [
    'still-true',
    'unreadable',
    { facts: { freshness: { code: 'provider-error', signal: 'errors' } } },
    refused('provider-error', { signal: 'errors' }),
  ],
  ['known-good', 'its mark', {}, passed('previous-was-healthy', { by: 'status' })],
  [
    'known-good',
    'its recovery',
    { facts: { knownGood: 'recovery' } },
    passed('previous-was-healthy', { by: 'recovery' }),
  ],
  [
    'known-good',
    'its baseline',
    { facts: { knownGood: 'baseline' } },
    passed('previous-was-healthy', { by: 'baseline' }),
  ],
  [
    'known-good',
    'nothing',
    { facts: { knownGood: 'unknown' } },
    refused('not-known-good', { revision: previous }),
  ],
  [
    'known-good',
    'a first deployment',
    { input: { deployment: { ...deployment, previousRevision: null } } },
    refused('no-previous-revision'),
  ],
  ['would-sync', 'yes', {}, passed('would-sync')],
  [
    'would-sync',
    'nobody is asked',
    { facts: { wouldSync: { code: 'unchecked' } } },
    passed('would-sync', { by: 'unchecked' }),
  ],
  [
    'would-sync',
    'another branch',
    { facts: { wouldSync: { code: 'branch-not-tracked', tracked: 'release', pushed: 'main' } } },
    refused('branch-not-tracked', { tracked: 'release', pushed: 'main' }),
  ],
  [
    'would-sync',
    'it hangs',
    { facts: { wouldSync: { code: 'operation-stuck', phase: 'Deleting' } } },
    refused('operation-stuck', { phase: 'Deleting' }),
  ],
  ...(['auto-sync-off', 'sync-window-closed', 'argocd-unreadable'] as const).map(
    (code): (typeof answers)[number] => [
      'would-sync',
      code,
      { facts: { wouldSync: { code } } },
      refused(code),
    ],
  ),
  ['cause', 'a deployment', {}, passed('cause-is-deployment')],
  [
    'cause',
    'no regression',
    { input: { verdict: { ...verdict, outcome: 'healthy' } as Verdict } },
    refused('cause-not-deployment', { cause: 'deployment' }),
  ],
  [
    'cause',
    'unknown',
    { input: { attribution: { ...attribution, cause: 'unknown' } } },
    refused('cause-not-deployment', { cause: 'unknown' }),
  ],
  [
    'cause',
    'nobody',
    { input: { attribution: { ...attribution, culprit: null } } },
    refused('cause-not-deployment', { cause: 'deployment' }),
  ],
  ['band', 'no ratio', found(finding('health', 'regression')), passed('outside-band')],
  ['band', 'all in it', found(finding('ratio', 'regression', 'marginal')), refused('ambiguous-band')],
  [
    'band',
    'one beyond it',
    found(finding('ratio', 'regression', 'marginal'), finding('ratio', 'regression', 'act')),
    passed('outside-band'),
  ],
  [
    'band',
    'what did not regress is not asked',
    found(finding('ratio', 'regression', 'marginal'), finding('ratio', 'healthy', 'act')),
    refused('ambiguous-band'),
  ],
  [
    'band',
    'only what did not regress',
    found(finding('ratio', 'healthy', 'marginal')),
    passed('outside-band'),
  ],
  [
    'band',
    'a band of what has none',
    found(finding('gauge', 'regression', 'marginal'), finding('ratio', 'regression', 'act')),
    passed('outside-band'),
  ],
  ['confidence', 'enough', {}, passed('confidence-above-floor', { usedBp: 9_500, floorBp: 9_000 })],
  [
    'confidence',
    'too little',
    { input: { attribution: { ...attribution, confidenceBp: 8_999 } } },
    refused('confidence-below-floor', { usedBp: 8_999, floorBp: 9_000 }),
  ],
  ['range', 'one change', {}, passed('single-change')],
  ['range', 'something newer', { facts: { superseded: true } }, refused('superseded', { revision })],
  [
    'range',
    'two changes',
    { input: { deployment: { ...deployment, changes: [revision, previous] } } },
    refused('several-commits', { commits: 2 }),
  ],
  ['range', 'no change', { input: { deployment: { ...deployment, changes: [] } } }, refused('no-commit')],
  [
    'range',
    'two applications',
    { facts: { applications: ['checkout', 'payments'] } },
    refused('several-applications', { applications: 2 }),
  ],
  ['range', 'no application', { facts: { applications: [] } }, passed('single-change')],
  ...['README.md', 'apps/payments/README', 'CHANGELOG.md', 'LICENSE-MIT', 'docs/a.TXT', 'docs/img/a.png'].map(
    (path): (typeof answers)[number] => [
      'range',
      `prose in ${path}`,
      { facts: { paths: ['apps/checkout/a.yaml', path] } },
      passed('single-change'),
    ],
  ),
  ...[
    'apps/payments/a.yaml',
    'apps/payments/robots.txt',
    'NOTES.md',
    'README.yaml',
    'docs/values.yaml',
    'cmd',
    'apps/payments/docs/a.md',
    'CODE.README.md',
    'mydocs/a.md',
  ].map((path): (typeof answers)[number] => [
    'range',
    `also ${path}`,
    { facts: { paths: ['apps/checkout/a.yaml', path] } },
    refused('outside-paths', { path }),
  ]),
  [
    'range',
    'a file that is rendered and not listed',
    { input: { deployment: { ...deployment, renderedOutside: ['base/a.yaml', 'base/b.yaml'] } } },
    refused('paths-incomplete', { path: 'base/a.yaml' }),
  ],
  [
    'range',
    'a merge without a mainline',
    { facts: { mainlineUnclear: revision } },
    refused('mainline-unclear', { commit: revision }),
  ],
  [
    'range',
    'one change that renders something, and one that does not',
    {
      input: {
        deployment: { ...deployment, changes: [revision, previous] },
        attribution: { ...attribution, vetoes: [{ suspect: 's2', code: 'renders-nothing' }] },
      },
    },
    passed('single-change'),
  ],
  [
    'range',
    'two changes, ruled out by something else',
    {
      input: {
        deployment: { ...deployment, changes: [revision, previous] },
        attribution: { ...attribution, vetoes: [{ suspect: 's2', code: 'onset-before-sync' }] },
      },
    },
    refused('several-commits', { commits: 2 }),
  ],
  ['one-cause', 'a commit alone', {}, passed('only-cause')],
  [
    'one-cause',
    'a commit and parameters',
    { input: { deployment: { ...deployment, alsoChanged: [parameters, localSync] } } },
    refused('several-causes', { changed: 'helm.parameters.tag of charts (v1 to none)' }),
  ],
  [
    'one-cause',
    'a commit after manifests of a disk',
    { input: { deployment: { ...deployment, alsoChanged: [localSync] } } },
    refused('several-causes', { changed: "a sync of somebody's local manifests" }),
  ],
  [
    'one-cause',
    'parameters alone',
    {
      input: {
        deployment: { ...deployment, changes: [], alsoChanged: [{ ...parameters, from: null, to: 'v2' }] },
      },
    },
    refused('not-in-git', { changed: 'helm.parameters.tag of charts (none to v2)' }),
  ],
  [
    'one-cause',
    'another source, by its short revisions',
    {
      input: {
        deployment: {
          ...deployment,
          alsoChanged: [
            { kind: 'other-source', source: 'charts', field: 'revision', from: revision, to: previous },
          ],
        },
      },
    },
    refused('several-causes', { changed: 'revision of charts (1111111 to 2222222)' }),
  ],
  [
    'range',
    'only a file that is rendered and not listed',
    { input: { deployment: { ...deployment, changes: [], renderedOutside: ['base/a.yaml'] } } },
    refused('paths-incomplete', { path: 'base/a.yaml' }),
  ],
  [
    'one-cause',
    'a branch that a hydrator writes',
    { input: { deployment: { ...deployment, hydrated: { dry: previous }, alsoChanged: [parameters] } } },
    refused('hydrated', { dry: previous }),
  ],
  [
    'one-cause',
    'a hydrator that says nothing',
    { input: { deployment: { ...deployment, hydrated: { dry: null } } } },
    refused('hydrated'),
  ],
  ['reversible', 'no migration', {}, passed('reversible')],
  [
    'reversible',
    'a migration',
    { facts: { migration: { kind: 'Job', object: 'migrate' } } },
    refused('migration', { kind: 'Job', object: 'migrate' }),
  ],
  [
    'reversible',
    'a migration that the team calls reversible',
    {
      facts: { migration: { kind: 'Job', object: 'migrate' } },
      policy: { rollback: { ...policy.rollback, migrations: 'reversible' } },
    },
    passed('reversible'),
  ],
  [
    'never-list',
    'the policy, wherever it lies',
    { facts: { paths: ['ops/.backout.yml'] } },
    refused('never-list', { path: 'ops/.backout.yml', rule: 'ops/.backout.yml' }),
  ],
  ['own-revert', 'no', {}, passed('not-a-revert')],
  ['own-revert', 'yes', { facts: { ownRevert: ours } }, refused('reverts-a-revert', { commit: ours })],
  ['own-revert', 'put back', { facts: { badValueReturned: 'yes' } }, refused('bad-value-returned')],
  ['own-revert', 'nobody knows', { facts: { badValueReturned: 'unknown' } }, refused('bad-value-unknown')],
];

describe('each guardrail answers with what its sentence needs', () => {
  test.each(answers)('%s: %s', (name, _, changed, answer) => {
    expect(answerOf(name, changed)).toEqual(answer);
  });
});
