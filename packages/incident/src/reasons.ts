import { z } from 'zod';

/**
 * Every stop, refusal and action names one of these: the list is closed, and a code has one meaning.
 * The sentence a person reads for each stands in `report/`.
 */
export const watchOutcomes = [
  'healthy',
  'regression',
  'ambiguous',
  'no-data',
  'provider-error',
  'superseded',
  'own-revert',
  'nothing-changed',
] as const;

export const watchStops = ['clear-regression', 'effect-excluded', 'watch-ended', 'not-watched'] as const;

export const undecidedReasons = [
  'not-enough-traffic',
  'no-baseline',
  'no-series',
  'baseline-unhealthy',
  'signal-noisy',
  'inconclusive',
  'onset-before-sync',
  'one-witness',
  'required-signal-missing',
  'neighbour-regressed',
  'control-fails-too',
  'provider-gap',
  'series-vanished',
  'traffic-stopped',
  'traffic-dropped',
  'clock-skew',
  'sync-failed',
  'comparison-error',
  'no-previous-revision',
] as const;

const watchRefusals = ['not-in-policy'] as const;

export const causes = ['deployment', 'dependency', 'infrastructure', 'traffic', 'unknown'] as const;

export const evidenceCodes = [
  'only-change-in-range',
  'newest-change',
  'onset-after-first-pod',
  'onset-after-sync',
  'own-signals-healthy',
  'live-after-onset',
  'onset-before-sync',
  'already-reverted',
] as const;

export const guardrailsPassed = [
  'mode-allows',
  'policy-unchanged',
  'not-stopped',
  'within-limits',
  'cooled-down',
  'not-on-never-list',
  'fresh-evidence',
  'previous-was-healthy',
  'would-sync',
  'cause-is-deployment',
  'outside-band',
  'confidence-above-floor',
  'single-change',
  'not-a-revert',
] as const;

export const guardrailsRefused = [
  'mode-observe',
  'mode-recommend',
  'policy-changed',
  'policy-unreadable',
  'stopped',
  'switch-unreadable',
  'hourly-limit',
  'daily-limit',
  'cooldown',
  'ref-unreadable',
  'never-list',
  'evidence-stale',
  'recovered-meanwhile',
  'superseded',
  'provider-error',
  'not-known-good',
  'no-previous-revision',
  'auto-sync-off',
  'sync-window-closed',
  'branch-not-tracked',
  'operation-stuck',
  'argocd-unreadable',
  'cause-not-deployment',
  'ambiguous-band',
  'confidence-below-floor',
  'several-commits',
  'several-applications',
  'outside-paths',
  'bad-value-returned',
  'bad-value-unknown',
  'reverts-a-revert',
] as const;

export const revertOutcomes = [
  'reverted',
  'already-done',
  'joined',
  'already-reverted',
  'refused',
  'conflict',
  'lost-race',
  'branch-moved',
  'token-cannot-push',
  'token-cannot-bypass',
  'branch-protected',
  'signature-required',
  'unsupported-repository',
  'push-unknown',
] as const;

export const recoveryOutcomes = [
  'recovered',
  'recovered-unproven',
  'signals-recovered',
  'not-recovered',
  'not-synced',
  'sync-retrying',
  'degraded-again',
] as const;

const handOverRefusals = [
  'handover-lost',
  'handover-mismatch',
  'input-missing',
  'input-invalid',
  'application-unknown',
  'revision-unknown',
  'repository-unreadable',
  'policy-invalid',
  'github-unreachable',
  'cancelled',
  'bug',
] as const;

export const ReasonCode = z.enum([
  ...watchOutcomes,
  ...watchStops,
  ...undecidedReasons,
  ...watchRefusals,
  ...causes,
  ...evidenceCodes,
  ...guardrailsPassed,
  ...guardrailsRefused,
  ...revertOutcomes,
  ...recoveryOutcomes,
  ...handOverRefusals,
]);
export type ReasonCode = z.infer<typeof ReasonCode>;
