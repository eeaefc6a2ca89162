import { type Advertisement, fetchCommits, type Git, readFileAt } from '@backout/gitops';
import { type PolicyReference, type Sha, sha256, UserError } from '@backout/incident';
import { find, type NamedApplication, type Policy, parsePolicy } from '@backout/policy';
import type { Request } from './request.ts';

/** The policy that decides about a deployment, with where it was read. */
export interface BasePolicy {
  readonly policy: Policy;
  readonly reference: PolicyReference;
  readonly application: NamedApplication;
}

/** @throws UserError `not-in-policy`, `policy-invalid` */
export async function readPolicyAt(git: Git, commit: Sha, request: Request): Promise<BasePolicy> {
  const file = await readFileAt(git, commit, request.policyPath);
  if (file === null) {
    const where = `${JSON.stringify(request.policyPath)} at ${commit.slice(0, 12)}`;
    throw new UserError(
      'not-in-policy',
      `there is no policy ${where}; what was deployed before it is not watched`,
    );
  }
  const policy = parsePolicy(file.text, request.policyPath);
  const application = find(policy, request.application);
  if (application === null) {
    throw new UserError(
      'not-in-policy',
      `the policy has no application ${JSON.stringify(request.application)}`,
    );
  }
  const { text, blob } = file;
  const reference = { path: request.policyPath, commit, blob, sha256: sha256(text), mode: policy.mode };
  return { policy, reference, application };
}

/**
 * The policy as it stood at the base of the range, so that a deployment cannot exempt itself. Where that base is, Argo
 * CD told, and the newest policy told where Argo CD is: both have to name the same one. On a branch that is not the
 * default one a deployment does not carry the policy, and the default branch's tip counts.
 */
export async function readBasePolicy(
  git: Git,
  newest: BasePolicy,
  scope: { request: Request; seen: Advertisement; previous: Sha },
): Promise<BasePolicy> {
  if (!scope.seen.isDefault) return newest;
  await fetchCommits(git, [scope.previous]);
  const base = await readPolicyAt(git, scope.previous, scope.request);
  if (base.policy.argocd === newest.policy.argocd && base.application.argocd === newest.application.argocd)
    return base;
  throw new UserError(
    'policy-changed',
    'this deployment changes where Argo CD is or what the application is called there; it is not watched',
  );
}
