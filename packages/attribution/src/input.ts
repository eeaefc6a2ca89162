import type { Deployment, Pull, Sha, Verdict } from '@backout/incident';

/** A change that went live with the sync, with the pull requests behind it as far as they are known. */
export interface Candidate {
  readonly commit: Sha;
  /** Whether what is rendered differs because of it. */
  readonly renders: 'something' | 'nothing' | 'unknown';
  readonly pulls: readonly Pull[];
}

export interface AttributionInput {
  /** With what the sync changed beside commits: each is a suspect too. */
  readonly deployment: Deployment;
  readonly verdict: Verdict;
  /** Newest first. */
  readonly candidates: readonly Candidate[];
  readonly watchSeconds: number;
  readonly falseAlarmsPerMillion: number;
}
