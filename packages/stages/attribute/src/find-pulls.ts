import { type GitHub, type PullsBehind, pullsBehind } from '@backout/github';
import { type Deployment, type Pull, type Sha, UserError, unlessUserError } from '@backout/incident';

export interface PullAccess {
  readonly gitops: GitHub;
  /** With rights in the application's repository, where there is one. */
  readonly source: GitHub | null;
}

/**
 * The merged pull requests behind each change: those of the application's code come first, because their author is the
 * one to tell. Nothing is decided from them; where GitHub does not answer there are none.
 */
export async function findPulls(
  access: PullAccess,
  deployment: Deployment,
  log: (line: string) => void,
): Promise<Map<Sha, Pull[]>> {
  try {
    const found = await ask(access, deployment);
    if (found.source?.reachable === false)
      log(`the token does not reach ${deployment.source}: only GitOps commits are named`);
    return byCommit(found, deployment);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    log(`the pull requests could not be looked up: ${error.message}`);
    return new Map();
  }
}

/** One query where one token reads both repositories, else one each. */
async function ask({ gitops, source }: PullAccess, deployment: Deployment): Promise<PullsBehind> {
  const { repository, changes: commits, images, source: code } = deployment;
  const revisions = images.flatMap(({ to }) => to?.revision ?? []);
  if (source === null || code === null)
    return pullsBehind(gitops, { repository, commits, source: code, revisions });
  const asked = pullsBehind(source, { repository, commits, source: code, revisions });
  const both = await unlessUserError(asked, null, 'repository-unreadable');
  if (both !== null) return both;
  const [own, theirs] = await Promise.all([
    pullsBehind(gitops, { repository, commits, source: null, revisions: [] }),
    pullsBehind(source, { repository: code, commits: [], source: code, revisions }),
  ]);
  return { commits: own.commits, source: theirs.source };
}

/** An image of the deployment belongs to every change of it; with a single change that is certain. */
function byCommit(found: PullsBehind, { changes }: Deployment): Map<Sha, Pull[]> {
  const code = found.source?.reachable === true ? found.source.revisions.flatMap(({ pulls }) => pulls) : [];
  return new Map(
    changes.map((commit) => {
      const own = found.commits.find((entry) => entry.commit === commit)?.pulls ?? [];
      return [commit, [...(changes.length === 1 ? code : []), ...own]];
    }),
  );
}
