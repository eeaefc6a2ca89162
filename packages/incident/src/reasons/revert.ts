import type { Reasons } from './facts.ts';
import { pushRefusals } from './push.ts';
import { undecidedReasons, watchOutcomes } from './watch.ts';

export const guardrailsPassed = {
  'mode-allows': { mode: 'word' },
  'policy-unchanged': {},
  'not-stopped': {},
  'within-limits': { used: 'count', limit: 'count', usedToday: 'count', limitToday: 'count' },
  /** The age of the last revert, where there was one. */
  'cooled-down': { ageMs: 'milliseconds?' },
  'not-on-never-list': { paths: 'count' },
  /** Of its age, how late the provider is while all is well. */
  'fresh-evidence': { ageMs: 'milliseconds', lagMs: 'milliseconds?' },
  'previous-was-live': { revision: 'name?' },
  /** By its commit status, a verified recovery or a baseline without an alarm. */
  'previous-was-healthy': { by: 'word' },
  /** `unchecked` where the policy names no Argo CD. */
  'would-sync': { by: 'word?' },
  'cause-is-deployment': {},
  'outside-band': {},
  'confidence-above-floor': { usedBp: 'basisPoints', floorBp: 'basisPoints' },
  'single-change': {},
  'only-cause': {},
  reversible: {},
  'not-a-revert': {},
} as const satisfies Reasons;

export const guardrailsRefused = {
  'mode-observe': { mode: 'word' },
  'mode-recommend': { mode: 'word' },
  'policy-changed': { decided: 'name', newest: 'name' },
  'policy-unreadable': { path: 'name' },
  /** `nothing`: no application of the policy. */
  stopped: { ref: 'name', names: 'word?' },
  'switch-unreadable': { ref: 'name' },
  'hourly-limit': { used: 'count', limit: 'count' },
  'daily-limit': { used: 'count', limit: 'count' },
  cooldown: { ageMs: 'milliseconds', cooldownMs: 'milliseconds' },
  'ref-unreadable': { ref: 'name' },
  'never-list': { path: 'name', rule: 'name' },
  'evidence-stale': { ageMs: 'milliseconds', limitMs: 'milliseconds', lagMs: 'milliseconds?' },
  'recovered-meanwhile': { bad: 'count', total: 'count' },
  superseded: watchOutcomes.superseded,
  'provider-error': watchOutcomes['provider-error'],
  /** The policy names no Argo CD. */
  'previous-by-event': { revision: 'name?' },
  /** Argo CD does not tell it, or does not any more. */
  'previous-unknown': { revision: 'name?' },
  'not-known-good': { revision: 'name' },
  /** Only a status of the repository's workflows says that it was healthy. */
  'previous-unproven': { revision: 'name' },
  'previous-failed': { revision: 'name' },
  'no-previous-revision': undecidedReasons['no-previous-revision'],
  'auto-sync-off': {},
  'sync-window-closed': {},
  'branch-not-tracked': { tracked: 'name', pushed: 'name' },
  'operation-stuck': { phase: 'name' },
  'argocd-unreadable': {},
  'cause-not-deployment': { cause: 'word' },
  'ambiguous-band': {},
  'confidence-below-floor': { usedBp: 'basisPoints', floorBp: 'basisPoints' },
  /** None of the range can have done it. */
  'no-commit': {},
  'several-commits': { commits: 'count' },
  'several-applications': { applications: 'count' },
  'outside-paths': { path: 'name' },
  'paths-incomplete': { path: 'name' },
  /** A merge of which no parent alone was live before. */
  'mainline-unclear': { commit: 'name' },
  /** A file that the commit never touched, and the one that git takes it for. */
  'lands-in-renamed': { path: 'name', from: 'name' },
  /** One of what the sync changed beside the commits. */
  'several-causes': { changed: 'name' },
  'not-in-git': undecidedReasons['not-in-git'],
  /** The commit that Argo CD rendered the branch from, where it is known. */
  hydrated: { dry: 'name?' },
  /** The object that a revert would not undo, and its kind. */
  migration: { kind: 'name', object: 'name' },
  'bad-value-returned': {},
  'bad-value-unknown': {},
  'reverts-a-revert': { commit: 'name' },
} as const satisfies Reasons;

export const revertOutcomes = {
  reverted: {},
  'already-done': {},
  joined: {},
  'already-reverted': {},
  'revert-undone': {},
  refused: {},
  conflict: {},
  'lost-race': {},
  'server-busy': {},
  ...pushRefusals,
  'unsupported-repository': {},
  'push-unknown': {},
} as const satisfies Reasons;
