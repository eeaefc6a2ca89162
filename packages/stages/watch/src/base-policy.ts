import { type Change, type Git, type RefAdvertisement, readFileAt } from '@backout/gitops';
import { type PolicyReference, type Sha, sha256, UserError, unlessUserError } from '@backout/incident';
import { find, type NamedApplication, type Policy, parsePolicy, rendersFrom } from '@backout/policy';
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
  // Large, and only this stage is the first to read a policy: it stands in a file beside the bundle.
  const { promqlFault: grammar } = await import('@backout/policy/promql');
  const policy = parsePolicy(file.text, request.policyPath, { grammar });
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

export interface Scope {
  readonly request: Request;
  readonly remote: RefAdvertisement;
  readonly previous: Sha;
  /** Every commit of the range, newest first; their trees are local. */
  readonly range: readonly Change[];
}

/**
 * The policy as it stood just before the deployment's first change, so that a deployment cannot exempt itself. Where
 * Argo CD is, the newest policy told: the older one has to name the same. On a branch that is not the default one a
 * deployment does not carry the policy, and the default branch's tip counts.
 */
export async function readBasePolicy(git: Git, newest: BasePolicy, scope: Scope): Promise<BasePolicy> {
  const base = await baseCommit(git, newest, scope);
  if (!scope.remote.isDefault || base === null) return newest;
  const policy = await readPolicyAt(git, base, scope.request);
  if (
    policy.policy.argocd === newest.policy.argocd &&
    policy.application.argocd === newest.application.argocd
  ) {
    return policy;
  }
  throw new UserError(
    'policy-changed',
    'this deployment changes where Argo CD is or what the application is called there; it is not watched',
  );
}

/** Paths that the deployment took out of the policy still count: those before it and after it are asked for both. */
async function baseCommit(
  git: Git,
  newest: BasePolicy,
  { request, previous, range }: Scope,
): Promise<Sha | null> {
  const reading = readPolicyAt(git, previous, request);
  const before = await unlessUserError(reading, null, 'not-in-policy', 'policy-invalid');
  const paths = [...newest.application.paths, ...(before?.application.paths ?? [])];
  const oldest = range.findLastIndex((change) =>
    change.paths.some(({ path }) => rendersFrom({ paths }, path)),
  );
  return oldest === -1 ? null : (range[oldest + 1]?.commit ?? previous);
}
