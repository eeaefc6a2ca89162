import type { Git, Range, RefAdvertisement } from '@backout/gitops';
import { type Attributed, type Deployment, type Digest, UserError, unlessUserError } from '@backout/incident';
import type { NamedApplication } from '@backout/policy';
import { type Based, readBasePolicy, readPolicyAt } from '@backout/preflight';

/** What the stage knows by itself. */
export interface Known {
  /** The input of the action. */
  readonly policyPath: string;
  readonly remote: RefAdvertisement;
  /** What lies at that path at the tip of the default branch. */
  readonly newestPolicy: Digest | 'missing';
  /** What came with the revision, by git. */
  readonly range: Range;
}

/**
 * The policy that decides and what the range changed of the application, worked out again from git and from the action's
 * own input. What the stages before handed over is a claim: its digest tells that it was not damaged on the way, and not
 * who wrote it.
 *
 * @returns null where the newest policy is missing, or another one than was decided by: nothing is reverted then
 * @throws UserError `handover-mismatch` where the claim is not what the stage finds; as `readBasePolicy`
 */
export async function workOut(git: Git, claimed: Attributed, known: Known): Promise<Based | null> {
  const { policyPath, remote, newestPolicy } = known;
  if (claimed.policy.path !== policyPath)
    throw mismatch(`the policy is ${policyPath}, and ${claimed.policy.path} was decided by`);
  // Argo CD may follow whatever branch is the default one: then it is by this that the branch is known to be meant.
  if (claimed.deployment.isDefaultBranch !== remote.isDefault)
    throw mismatch(`whether ${remote.branch} is the default branch`);
  if (newestPolicy !== claimed.policy.sha256) return null;
  const request = { policyPath, application: claimed.deployment.application };
  const newest = await found(readPolicyAt(git, remote.head, request));
  const based = await readBasePolicy(
    git,
    { ...newest, application: newest.applications[0] },
    {
      ...known,
      request,
    },
  );
  if (based.base.reference.sha256 !== claimed.policy.sha256)
    throw mismatch('the policy before the deployment is another one than was decided by');
  agree(based.base.application, claimed.deployment);
  return based;
}

/** What the newest policy does not name, nobody could have decided by it. */
async function found<Value>(reading: Promise<Value>): Promise<Value> {
  const value = await unlessUserError(reading, null, 'not-in-policy');
  if (value === null) throw mismatch('the policy does not name the application');
  return value;
}

function agree(application: NamedApplication, { argocd, ...deployment }: Deployment): void {
  const differing = [
    application.name !== deployment.application && 'name',
    application.argocd !== argocd.application && 'name in Argo CD',
    application.environment !== deployment.environment && 'environment',
    !sameSet(application.paths, deployment.paths) && 'paths',
  ].filter((what) => what !== false);
  if (differing.length === 0) return;
  throw mismatch(`of ${application.name} the policy has another ${differing.join(', ')}`);
}

/** A policy may list a path twice: as many of them, and all of the policy's, is not yet the same. */
function sameSet(some: readonly string[], others: readonly string[]): boolean {
  return some.every((one) => others.includes(one)) && others.every((one) => some.includes(one));
}

function mismatch(what: string): UserError {
  return new UserError('handover-mismatch', `what the stages before handed over does not agree: ${what}`);
}
