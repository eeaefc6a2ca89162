import type { Deployment, Repository, Sha } from '@backout/incident';

/** What the run was asked to watch. An event is a hint: everything in it is looked up again. */
export interface Request {
  /** The GitHub that the repository is on; github.com where it is not said. */
  readonly server?: string | undefined;
  readonly repository: Repository;
  /** The name in the policy, or in Argo CD: `checkout`, or `team-a/checkout`. */
  readonly application: string;
  /** Null for the newest sync. */
  readonly revision: Sha | null;
  readonly previousRevision: Sha | null;
  /** Null for the default branch. */
  readonly branch: string | null;
  readonly policyPath: string;
  readonly trigger: Deployment['trigger']['kind'];
}
