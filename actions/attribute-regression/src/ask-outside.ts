import { type Argocd, askReadiness } from '@backout/argocd';
import { type GitHub, readStatus } from '@backout/github';
import { statusContext, type Watched } from '@backout/incident';
import { type Facts, knownGood } from '@backout/policy';
import { isHealthyMark } from '@backout/report';

/** Whether the revision before was good, and whether Argo CD would run a revert now. */
export async function askOutside(
  { deployment, verdict }: Watched,
  { gitops, argocd }: { gitops: GitHub; argocd: Argocd | null },
): Promise<Pick<Facts, 'knownGood' | 'wouldSync'>> {
  const { repository, application } = deployment;
  const context = statusContext(application);
  const branch = { name: deployment.branch, isDefault: deployment.isDefaultBranch };
  const [good, sync] = await Promise.all([
    knownGood(deployment.previousRevision, verdict, async (sha) => {
      const status = await readStatus(gitops, { repository, sha, context });
      return isHealthyMark(status?.description ?? null) && status?.state === 'success';
    }),
    askReadiness(argocd, { application: deployment.argocd.application, repository, branch }),
  ]);
  return { knownGood: good, wouldSync: sync };
}
