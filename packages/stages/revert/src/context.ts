import { attribute, type Blame } from '@backout/attribution';
import {
  type Change,
  fetchBlobs,
  type Git,
  type Inverse,
  planInverse,
  type RefAdvertisement,
  readChanges,
  readKinds,
  readPinned,
  readRanges,
  sameAt,
} from '@backout/gitops';
import {
  type Attributed,
  type Deployment,
  type Digest,
  type RevertKey,
  revertKey,
  type Sha,
  UserError,
} from '@backout/incident';
import { type Policy, parsePolicy } from '@backout/policy';
import { kindsAreInText, type Renders, readNewestPolicy, readRendered } from '@backout/preflight';
import { type Newer, newerChanges } from './newer-changes.ts';

/** What git says of the incident now; nothing of it is taken from the stages before. */
export interface RevertContext {
  readonly deployment: Deployment;
  readonly policy: Policy;
  readonly newestPolicy: Digest | 'missing';
  /** The blamed commit, if git agrees that it is of the range. */
  readonly culprit: Change;
  readonly blame: Blame;
  readonly key: RevertKey;
  readonly inverse: Inverse;
  /** Who changed after the blamed commit what its inverse conflicts with. */
  readonly newer: readonly Newer[];
  /** By the text of the change; empty where what Argo CD rendered tells them. */
  readonly kinds: readonly string[];
  readonly superseded: boolean;
  /** Commits of the branch after the synced revision, with their trailers. */
  readonly since: readonly Pick<Change, 'commit' | 'revertKeys'>[];
}

export async function readContext(
  git: Git,
  incident: Attributed,
  remote: RefAdvertisement,
): Promise<RevertContext> {
  const { deployment } = incident;
  const previous = deployment.previousRevision;
  if (previous === null)
    throw new UserError('no-previous-revision', 'a first deployment has nothing to go back to');
  const { revision } = deployment;
  const ends = [
    { previous, revision },
    { previous: revision, revision: remote.tip },
  ] as const;
  const [synced, since] = await readRanges(git, ends, [incident.policy.commit, remote.head]);
  const { changes: range } = await readChanges(git, synced, deployment.paths);
  const culprit = blamed(incident, range);
  await fetchBlobs(git, [incident.policy.blob, ...culprit.paths.flatMap(({ from, to }) => [from, to])]);
  const [policy, newestPolicy, inverse, kinds, same, rendered] = await Promise.all([
    readPinned(git, incident.policy).then((text) => parsePolicy(text, incident.policy.path)),
    readNewestPolicy(git, incident.policy, remote.head),
    planInverse(git, remote.tip, culprit),
    kindsAreInText(deployment) ? readKinds(git, culprit) : [],
    sameAt(git, deployment.revision, remote.tip, deployment.paths),
    readRendered(git, deployment, range),
  ]);
  return {
    deployment,
    policy,
    newestPolicy,
    culprit,
    blame: blameAgain(incident, range, rendered, policy),
    key: keyOf(incident, culprit),
    inverse,
    newer:
      inverse.kind === 'conflict' ? await newerChanges(git, { culprit, range, since }, inverse.paths) : [],
    kinds,
    superseded: !same,
    since: since.commits.map(({ id, revertKeys }) => ({ commit: id, revertKeys })),
  };
}

function blamed({ attribution }: Attributed, range: readonly Change[]): Change {
  const suspect = attribution.suspects.find(({ id }) => id === attribution.culprit);
  const culprit = range.find(({ commit }) => commit === suspect?.commit) ?? range[0];
  if (culprit !== undefined) return culprit;
  throw new UserError('handover-mismatch', 'no commit of the range changes the application');
}

function keyOf({ deployment }: Attributed, culprit: Change): RevertKey {
  const { repository, branch } = deployment;
  return revertKey({
    repository,
    branch,
    commits: [culprit.commit],
    paths: culprit.paths.map(({ path }) => path),
  });
}

/** From git and the verdict alone: pull requests and everything else that people wrote change nothing here. */
function blameAgain(
  { deployment, verdict }: Attributed,
  range: readonly Change[],
  rendered: ReadonlyMap<Sha, Renders>,
  policy: Policy,
): Blame {
  return attribute({
    deployment: { ...deployment, changes: range.map(({ commit }) => commit) },
    verdict,
    candidates: range.map(({ commit }) => ({
      commit,
      renders: rendered.get(commit) ?? 'unknown',
      pulls: [],
    })),
    watchSeconds: policy.watch.forMs / 1000,
    falseAlarmsPerMillion: policy.rollback.falseAlarmsPerMillion,
  });
}
