import { contains, type Git, type RefAdvertisement } from '@backout/gitops';
import { type Instant, type Sha, UserError } from '@backout/incident';
import { type EventRevisions, noPrevious, type SyncTimes } from '@backout/preflight';

/**
 * Without Argo CD the event's word has to do, as far as git bears it out: both revisions are on the branch. Otherwise
 * whoever can send an event could choose a commit of their own, and with it the policy.
 */
export async function trustEvent(
  git: Git,
  remote: RefAdvertisement,
  { revision, previousRevision: previous }: EventRevisions,
  receivedAt: Instant,
): Promise<SyncTimes> {
  if (revision === null) {
    throw new UserError(
      'input-missing',
      'the input revision is missing: only with Argo CD in the policy is it looked up',
    );
  }
  if (previous === null) throw noPrevious();
  if (!(await contains(git, remote.tip, revision))) throw notOnBranch(revision, remote);
  const untold = {
    finishedAt: null,
    notLive: null,
    others: [],
    syncs: [],
    before: null,
    hydrated: false,
    application: null,
  };
  return { revision, previous, startedAt: receivedAt, ...untold };
}

export function notOnBranch(revision: Sha, { branch }: RefAdvertisement): UserError {
  return new UserError(
    'revision-unknown',
    `${revision.slice(0, 12)} is not on the branch ${JSON.stringify(branch)}`,
  );
}
