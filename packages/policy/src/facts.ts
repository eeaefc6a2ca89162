import type { Digest, Freshness, IncidentId, Instant, RevertKey, Sha } from '@backout/incident';

/** A revert of the past, as the ledger has it. */
export interface PastRevert {
  readonly key: RevertKey;
  readonly incident: IncidentId;
  readonly application: string;
  readonly at: Instant;
}

/** A ref of the ledger that cannot be read, or does not say what it is about. */
export interface Unreadable {
  readonly unreadable: string;
}

/** Whether Argo CD would run a commit that is pushed now. */
export type SyncReadiness =
  | { readonly code: 'would-sync' | 'auto-sync-off' | 'sync-window-closed' | 'argocd-unreadable' }
  | { readonly code: 'branch-not-tracked'; readonly tracked: string; readonly pushed: string }
  | { readonly code: 'operation-stuck'; readonly phase: string }
  /** The policy names no Argo CD. */
  | { readonly code: 'unchecked' };

/**
 * What the world looks like at the time of deciding; gathered by the stage, judged by `decide()`. Whatever could not
 * be read is said so, never left out.
 */
export interface PreflightFacts {
  /** `misnamed`: on, and for no application that the policy has. */
  readonly killSwitch: { readonly state: 'off' | 'on' | 'misnamed' | 'unreadable'; readonly ref: string };
  /** All reverts of this repository's branch. */
  readonly reverts: readonly PastRevert[] | Unreadable;
  /** The policy file as it stands now on the default branch. */
  readonly newestPolicy: Digest | 'missing' | 'unreadable';
  readonly freshness: Freshness;
  /**
   * Who says what was live before: Argo CD's history, or the event that started the run and nobody else; `unknown` where
   * Argo CD does not tell it.
   */
  readonly previousBy: 'argocd' | 'event' | 'unknown';
  /**
   * How the revision before is known to be good: its commit status, a verified recovery, a baseline without an alarm; or
   * only a status that any workflow can have written. `failed`: we have seen it fail.
   */
  readonly knownGood: 'status' | 'recovery' | 'baseline' | 'workflow-status' | 'failed' | 'unknown';
  readonly wouldSync: SyncReadiness;
  /** Whether the application's paths at the tip are still those of the synced revision. */
  readonly superseded: boolean;
  /** Paths that the inverse would change, and the kinds of resources in them. */
  readonly paths: readonly string[];
  readonly kinds: readonly string[];
  /** The guilty commit, where it is a merge whose inverse would undo other people's work. */
  readonly mainlineUnclear: Sha | null;
  /** A file that the inverse would change in place of another one, because git takes it for that one under a new name. */
  readonly renamed: { readonly path: string; readonly from: string } | null;
  /** What ran or would have to run again because of the guilty commit, and a revert does not undo. */
  readonly migration: { readonly kind: string; readonly object: string } | null;
  /** Applications of the policy that the guilty commit changed. */
  readonly applications: readonly string[];
  /** The guilty commit, where it is a revert that backout made. */
  readonly ownRevert: Sha | null;
  /** Whether what the application renders from is again what an earlier revert of ours took back: somebody puts it there. */
  readonly badValueReturned: 'no' | 'yes' | 'unknown';
}
