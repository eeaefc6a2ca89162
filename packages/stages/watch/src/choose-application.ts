import type { Git } from '@backout/gitops';
import { UserError, unlessUserError } from '@backout/incident';
import type { NamedApplication } from '@backout/policy';
import {
  type Based,
  type BasePolicy,
  changedOutside,
  type PolicyAt,
  readBasePolicy,
  type Scope,
  type SyncTimes,
} from '@backout/preflight';

interface Choosing extends Scope {
  readonly sync: Pick<SyncTimes, 'others' | 'syncs' | 'application'>;
  readonly log: (line: string) => void;
}

/**
 * Several applications of the policy may be one in Argo CD, each with its own paths: the one that the deployment changes
 * is watched. One run watches one, so that it is told where it would leave another unwatched.
 *
 * @throws UserError `application-ambiguous`, and what reading the policy throws
 */
export async function chooseApplication(git: Git, newest: PolicyAt, choosing: Choosing): Promise<Based> {
  const { applications } = newest;
  const basedOn = (application: NamedApplication) =>
    readBasePolicy(git, { ...newest, application }, choosing);
  const [first, ...others] = applications;
  if (others.length === 0) return basedOn(first);
  const known: Based[] = [];
  for (const application of applications) {
    // One that came into the policy with this deployment, or after it, is not watched yet, and keeps no other from it.
    const based = await unlessUserError(basedOn(application), null, 'not-in-policy', 'policy-changed');
    if (based === null) choosing.log(`${application.name} is not in the policy before this deployment`);
    else if (!known.some(({ base }) => isSame(base, based.base))) known.push(based);
  }
  const [one = await basedOn(first)] = known;
  const shared = known.length > 1 && (await changesAll(git, newest, choosing));
  const changed = shared ? known : known.filter(({ changes }) => changes.between.length > 0);
  if (changed.length > 1) throw ambiguous(changed);
  return changed[0] ?? one;
}

/** Two of the newest policy may have been one in the policy before. */
function isSame(one: BasePolicy, other: BasePolicy): boolean {
  return one.application.name === other.application.name;
}

/** What no commit of theirs did, and what they render from without listing it, may be the doing of any of them. */
async function changesAll(
  git: Git,
  { policy, applications }: PolicyAt,
  { range, sync }: Choosing,
): Promise<boolean> {
  if (sync.others.length > 0) return true;
  const sources = sync.syncs.at(-1)?.sources ?? [];
  const paths = applications.flatMap((application) => application.paths);
  const elsewhere = Object.values(policy.applications).flatMap((application) => application.paths);
  const generatePaths = sync.application?.spec.generatePaths ?? [];
  return (await changedOutside(git, { range, paths, sources, generatePaths, elsewhere })).length > 0;
}

function ambiguous(changed: readonly Based[]): UserError {
  const names = changed.map(({ base }) => base.application.name);
  const argocd = changed[0]?.base.application.argocd;
  return new UserError(
    'application-ambiguous',
    `${names.join(' and ')} of the policy are one application in Argo CD, ${argocd}, and this deployment changes them all; to have each watched, annotate it there with backout/applications: ${names.join(',')}`,
  );
}
