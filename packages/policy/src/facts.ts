import type { Digest, Freshness, IncidentId, Instant, RevertKey } from '@backout/incident';

/** A revert of the past, as the ledger has it. */
export interface PastRevert {
  readonly key: RevertKey;
  readonly incident: IncidentId;
  readonly application: string;
  readonly at: Instant;
}

/**
 * What the world looks like at the time of deciding; gathered by the stage, judged by `decide()`. Whatever could not
 * be read is said so, never left out.
 */
export interface PreflightFacts {
  readonly killSwitch: 'off' | 'on' | 'unreadable';
  /** All reverts of this repository's branch. */
  readonly reverts: readonly PastRevert[] | 'unreadable';
  /** The policy file as it stands now on the default branch. */
  readonly newestPolicy: Digest | 'missing' | 'unreadable';
  readonly freshness: Freshness;
  /** How the revision before is known to be good: its commit status, a verified recovery, a baseline without an alarm. */
  readonly knownGood: 'status' | 'recovery' | 'baseline' | 'unknown' | 'no-previous-revision';
  readonly wouldSync:
    | 'would-sync'
    | 'auto-sync-off'
    | 'sync-window-closed'
    | 'branch-not-tracked'
    | 'operation-stuck'
    | 'argocd-unreadable'
    /** The policy names no Argo CD. */
    | 'unchecked';
  /** Whether the application's paths at the tip are still those of the synced revision. */
  readonly superseded: boolean;
  /** Paths that the inverse would change, and the kinds of resources in them. */
  readonly paths: readonly string[];
  readonly kinds: readonly string[];
  /** Applications of the policy that the guilty commit changed. */
  readonly applications: readonly string[];
  /** The guilty commit is a revert that backout made. */
  readonly revertsOurs: boolean;
  /** Whether what the application renders from is again what an earlier revert of ours took back: somebody puts it there. */
  readonly badValueReturned: 'no' | 'yes' | 'unknown';
}
