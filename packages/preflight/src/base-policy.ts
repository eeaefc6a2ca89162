import {
  type Change,
  type Changes,
  type Git,
  type Range,
  type RefAdvertisement,
  readChanges,
  readFileAt,
  touching,
} from '@backout/gitops';
import { type PolicyReference, type Sha, sha256, UserError, unlessUserError } from '@backout/incident';
import { meantBy, type NamedApplication, type Policy, parsePolicy, type QueryGrammar } from '@backout/policy';

/** Which policy is meant, and what of it. */
export interface PolicyRequest {
  /** Where it lies in the repository: an input of the action, and nothing that a stage hands over. */
  readonly policyPath: string;
  /** The name in the policy or in Argo CD. */
  readonly application: string;
  /** Reads the queries of Prometheus: the first stage does. */
  readonly grammar?: QueryGrammar;
}

interface ReadPolicy {
  readonly policy: Policy;
  readonly reference: PolicyReference;
}

/** The policy that decides about a deployment, with where it was read. */
export interface BasePolicy extends ReadPolicy {
  readonly application: NamedApplication;
}

/** A policy with those of its applications that the run may be asked to watch. */
export interface PolicyAt extends ReadPolicy {
  readonly applications: readonly [NamedApplication, ...NamedApplication[]];
}

/** @throws UserError `not-in-policy`, `policy-invalid` */
export async function readPolicyAt(git: Git, commit: Sha, request: PolicyRequest): Promise<PolicyAt> {
  const file = await readFileAt(git, commit, request.policyPath);
  if (file === null) {
    const where = `${JSON.stringify(request.policyPath)} at ${commit.slice(0, 12)}`;
    throw new UserError(
      'not-in-policy',
      `there is no policy ${where}; what was deployed before it is not watched`,
    );
  }
  const { grammar } = request;
  const policy = parsePolicy(file.text, request.policyPath, grammar && { grammar });
  const [application, ...others] = meantBy(policy, request.application);
  if (application === undefined) {
    throw new UserError(
      'not-in-policy',
      `the policy has no application ${JSON.stringify(request.application)}`,
    );
  }
  const { text, blob } = file;
  const reference = { path: request.policyPath, commit, blob, sha256: sha256(text), mode: policy.mode };
  return { policy, reference, applications: [application, ...others] };
}

export interface Scope {
  readonly request: PolicyRequest;
  readonly remote: RefAdvertisement;
  readonly range: Range;
}

/** The policy that decides, and what the range changed of the application as that policy has it. */
export interface Based {
  readonly base: BasePolicy;
  readonly changes: Changes;
}

/**
 * The policy as it stood just before the deployment's first change, so that a deployment cannot exempt itself. Where
 * Argo CD is, the newest policy told: the older one has to name the same. On a branch that is not the default one a
 * deployment does not carry the policy, and the default branch's tip counts.
 */
export async function readBasePolicy(git: Git, newest: BasePolicy, scope: Scope): Promise<Based> {
  const { range } = scope;
  const paths = await pathsOfBoth(git, newest, scope);
  const changes = await readChanges(git, range, paths);
  const base = await policyBefore(git, newest, changes, scope);
  const own = base.application.paths;
  const known = own.every((path) => paths.includes(path));
  return { base, changes: known ? touching(changes, own) : await readChanges(git, range, own) };
}

async function policyBefore(
  git: Git,
  newest: BasePolicy,
  { changes }: Changes,
  { request, remote, range }: Scope,
): Promise<BasePolicy> {
  const oldest = changes.at(-1);
  if (!remote.isDefault || oldest === undefined) return newest;
  const before = await readPolicyAt(git, commitBefore(oldest, range), request);
  const application = sameIn(before, newest);
  if (before.policy.argocd === newest.policy.argocd && application?.argocd === newest.application.argocd) {
    return { ...before, application };
  }
  throw new UserError(
    'policy-changed',
    'this deployment changes where Argo CD is or what the application is called there; it is not watched',
  );
}

/** Where several lines were merged none is known to be the branch's own: one may bring the change and its exemption. */
function commitBefore({ mainline }: Change, { previous, commits }: Range): Sha {
  const isOneLine = commits.every(({ through }) => through.length === 1);
  return isOneLine && mainline !== null ? mainline : previous;
}

/** Paths that the deployment took out of the policy still count: those before it and after it are asked for both. */
async function pathsOfBoth(git: Git, newest: BasePolicy, { request, range }: Scope): Promise<string[]> {
  const reading = readPolicyAt(git, range.previous, request);
  const before = await unlessUserError(reading, null, 'not-in-policy', 'policy-invalid');
  return [...newest.application.paths, ...((before && sameIn(before, newest)?.paths) ?? [])];
}

/** Of several that are one in Argo CD the one of the same name; one alone may have been called otherwise. */
function sameIn({ applications }: PolicyAt, { application }: BasePolicy): NamedApplication | undefined {
  const [first, ...others] = applications;
  return (
    applications.find(({ name }) => name === application.name) ?? (others.length === 0 ? first : undefined)
  );
}
