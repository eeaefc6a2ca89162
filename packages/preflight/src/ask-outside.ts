import { type Argocd, askReadiness } from '@backout/argocd';
import { type GitHub, readStatus } from '@backout/github';
import { isHealthyMark, statusContext, unlessUserError, type Watched } from '@backout/incident';
import type { PreflightFacts } from '@backout/policy';
import { knownGood } from './known-good.ts';

export interface OutsideAccess {
  readonly gitops: GitHub;
  /** Null where the policy names none. */
  readonly argocd: Argocd | null;
  /** The GitHub that the repository is on; github.com where it is not said. */
  readonly server?: string | undefined;
}

export type Outside = Pick<PreflightFacts, 'knownGood' | 'wouldSync'>;

/** Whether the revision before was good, and whether Argo CD would run a revert now. */
export async function askOutside(
  { deployment, verdict }: Watched,
  { gitops, argocd, server }: OutsideAccess,
): Promise<Outside> {
  const { repository, application } = deployment;
  const context = statusContext(application);
  const branch = { name: deployment.branch, isDefault: deployment.isDefaultBranch };
  const [good, wouldSync] = await Promise.all([
    knownGood(deployment.previousRevision, verdict, async (sha) => {
      // A mark that cannot be read is none: then the baseline has to speak for the revision before.
      const reading = readStatus(gitops, { repository, sha, context });
      const status = await unlessUserError(reading, null, 'github-unreachable', 'repository-unreadable');
      return status !== null && isHealthyMark(status);
    }),
    askReadiness(argocd, { application: deployment.argocd.application, server, repository, branch }),
  ]);
  return { knownGood: good, wouldSync };
}
