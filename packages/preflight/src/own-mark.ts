import type { CommitStatus } from '@backout/github';
import { isFailureMark, isHealthyMark } from '@backout/incident';

/** What our own statuses say of a revision; `workflow`: healthy, in the name of any workflow of the repository. */
export type OwnMark = 'healthy' | 'workflow' | 'failed' | 'none' | 'unreadable';

/** Whose statuses a job writes with its `GITHUB_TOKEN`, as every other job of the repository does. */
export const workflowAccount = 'github-actions[bot]';

/**
 * Ours are those of this token's account and of the workflows. A failure stands until an account of our own marks the
 * revision healthy: a workflow could have written the newer mark just to be rid of it.
 * @param statuses of our context, newest first
 * @param self the account of the token; null where it has none
 */
export function ownMark(statuses: readonly CommitStatus[], self: string | null): OwnMark {
  const ours = statuses.filter(
    ({ creator }) => creator !== null && (creator === self || creator === workflowAccount),
  );
  const healthy = ours.filter(isHealthyMark);
  const proven = healthy.find(({ creator }) => creator !== workflowAccount);
  const failure = ours.find(isFailureMark);
  if (failure !== undefined && (proven === undefined || ours.indexOf(failure) < ours.indexOf(proven)))
    return 'failed';
  if (proven !== undefined) return 'healthy';
  return healthy.length > 0 ? 'workflow' : 'none';
}
