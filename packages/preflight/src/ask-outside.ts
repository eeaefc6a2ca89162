import { type Argocd, askReadiness } from '@backout/argocd';
import { type GitHub, readStatuses, readViewer, type StatusPlace } from '@backout/github';
import { statusContext, unlessUserError, type Watched } from '@backout/incident';
import type { PreflightFacts } from '@backout/policy';
import { knownGood } from './known-good.ts';
import { type OwnMark, ownMark, workflowAccount } from './own-mark.ts';

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
  const branch = { name: deployment.branch, isDefault: deployment.isDefaultBranch };
  const [good, wouldSync] = await Promise.all([
    knownGood(deployment.previousRevision, verdict, (sha) =>
      readMark(gitops, { repository, sha, context: statusContext(application) }),
    ),
    askReadiness(argocd, { application: deployment.argocd.application, server, repository, branch }),
  ]);
  return { knownGood: good, wouldSync };
}

async function readMark(github: GitHub, place: StatusPlace): Promise<OwnMark> {
  const reading = readStatuses(github, place);
  const statuses = await unlessUserError(reading, null, 'github-unreachable', 'repository-unreadable');
  if (statuses === null) return 'unreadable';
  // Mostly nobody but a workflow has written any, and then it does not matter who we are.
  const others = statuses.some(({ creator }) => creator !== workflowAccount);
  if (!others) return ownMark(statuses, null);
  const viewer = readViewer(github, place.repository);
  const self = await unlessUserError(viewer, 'unreadable', 'github-unreachable', 'repository-unreadable');
  return self === 'unreadable' ? 'unreadable' : ownMark(statuses, self);
}
