import type { Digest, Verdict } from '@backout/incident';
import { describe, expect, test } from 'vitest';
import {
  type Answer,
  answerOf,
  attribution,
  type Changed,
  deployment,
  minute,
  ours,
  passed,
  previous,
  refused,
  verdict,
} from './testing/guardrail.ts';

const newest = 'b'.repeat(64) as Digest;
const finding = (kind: string, outcome: string, band?: string) => ({ kind, outcome, band });
const found = (...findings: readonly object[]): Changed => ({
  input: { verdict: { outcome: 'regression', findings } as unknown as Verdict },
});

const answers: readonly Answer[] = [
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
    'on, for no application of the policy',
    { facts: { killSwitch: { state: 'misnamed', ref: 'r' } } },
    refused('stopped', { ref: 'r', names: 'nothing' }),
  ],
  [
    'kill-switch',
    'unreadable',
    { facts: { killSwitch: { state: 'unreadable', ref: 'r' } } },
    refused('switch-unreadable', { ref: 'r' }),
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
    'seen as lately as its provider tells it',
    { facts: { freshness: { code: 'fresh-evidence', ageMs: 3 * minute, lagMs: 2 * minute } } },
    passed('fresh-evidence', { ageMs: 3 * minute, lagMs: 2 * minute }),
  ],
  [
    'still-true',
    'seen longer ago than its provider tells it',
    { facts: { freshness: { code: 'fresh-evidence', ageMs: 3 * minute + 1, lagMs: 2 * minute } } },
    refused('evidence-stale', { ageMs: 3 * minute + 1, limitMs: 3 * minute, lagMs: 2 * minute }),
  ],
  [
    'still-true',
    'seen by a provider that is later than five minutes',
    { facts: { freshness: { code: 'fresh-evidence', ageMs: 6 * minute + 1, lagMs: 9 * minute } } },
    refused('evidence-stale', { ageMs: 6 * minute + 1, limitMs: 6 * minute, lagMs: 9 * minute }),
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
  ['went-live', "Argo CD's history", {}, passed('previous-was-live', { revision: previous })],
  [
    'went-live',
    'the event alone',
    { facts: { previousBy: 'event' } },
    refused('previous-by-event', { revision: previous }),
  ],
  [
    'went-live',
    'nobody any more',
    { facts: { previousBy: 'unknown' } },
    refused('previous-unknown', { revision: previous }),
  ],
  [
    'went-live',
    'a first deployment',
    { input: { deployment: { ...deployment, previousRevision: null } } },
    passed('previous-was-live'),
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
    'a mark that any workflow can write',
    { facts: { knownGood: 'workflow-status' } },
    refused('previous-unproven', { revision: previous }),
  ],
  [
    'known-good',
    'a failure of its own',
    { facts: { knownGood: 'failed' } },
    refused('previous-failed', { revision: previous }),
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
    (code): Answer => ['would-sync', code, { facts: { wouldSync: { code } } }, refused(code)],
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
