import { contains, type Git, readPinned } from '@backout/gitops';
import { type PolicyReference, type Sha, UserError, unlessUserError } from '@backout/incident';
import { type Policy, parsePolicy } from '@backout/policy';
import { readNewestPolicy } from './read-git.ts';

export interface Own {
  /** The input of the action. */
  readonly policyPath: string;
  /** The tip of the default branch. */
  readonly head: Sha;
}

/**
 * The policy that an earlier stage decided by, with its addresses that our tokens are sent to: of a file that this stage
 * was told by its own input, as it stands or stood on the default branch. A server hands out the commits of forks as well.
 *
 * @throws UserError `handover-mismatch`; as `readPinned` and `parsePolicy`
 */
export async function readPinnedPolicy(
  git: Git,
  reference: PolicyReference,
  { policyPath, head }: Own,
): Promise<Policy> {
  const { path, commit } = reference;
  if (path !== policyPath) throw mismatch(`the policy is ${policyPath}, and ${path} was decided by`);
  if (!(await isOurs(git, reference, head)))
    throw mismatch(`the policy of ${commit.slice(0, 12)} was decided by, which is not on the default branch`);
  return parsePolicy(await readPinned(git, reference), path);
}

/** The commit may be gone from a branch that was force-pushed; the file is ours as long as it is still there. */
async function isOurs(git: Git, reference: PolicyReference, head: Sha): Promise<boolean> {
  if ((await readNewestPolicy(git, reference, head)) === reference.sha256) return true;
  return await unlessUserError(contains(git, head, reference.commit), false, 'revision-unknown');
}

function mismatch(what: string): UserError {
  return new UserError('handover-mismatch', `what the stages before handed over does not agree: ${what}`);
}
