import { attribute, type Blame } from '@backout/attribution';
import {
  type Change,
  fetchBlobs,
  type Git,
  type RefAdvertisement,
  readChanges,
  readKinds,
  readPinned,
  readRange,
  readRangeAndSince,
  undoesWhatItNames,
} from '@backout/gitops';
import {
  type Attributed,
  type Deployment,
  type PolicyReference,
  type RevertKey,
  revertKey,
  type Sha,
  UserError,
} from '@backout/incident';
import { type Policy, parsePolicy } from '@backout/policy';
import { kindsAreInText, type Renders, readRendered } from '@backout/preflight';
import { type AtTip, readAtTip, trailersOf } from './at-tip.ts';
import { workOut } from './claims.ts';
import { newerChanges } from './newer-changes.ts';

/** What git says of the incident; nothing of it is taken from the stages before. */
export interface RevertContext extends Pinned, AtTip {}

/** Of commits that do not change any more: a try after a lost race keeps it. */
interface Pinned {
  readonly deployment: Deployment;
  readonly policy: Policy;
  /** The blamed commit, if git agrees that it is of the range. */
  readonly culprit: Change;
  /** Whether it is, by its tree, the revert of ours that its trailers say it is. */
  readonly borneOut: boolean;
  readonly blame: Blame;
  readonly key: RevertKey;
  /** By the text of the change; empty where what Argo CD rendered tells them. */
  readonly kinds: readonly string[];
}

export interface Looked {
  readonly remote: RefAdvertisement;
  /** The input of the action. */
  readonly policyPath: string;
}

export async function readContext(
  git: Git,
  incident: Attributed,
  { remote, policyPath }: Looked,
): Promise<RevertContext> {
  const { deployment } = incident;
  const previous = deployment.previousRevision;
  if (previous === null)
    throw new UserError('no-previous-revision', 'a first deployment has nothing to go back to');
  const { revision } = deployment;
  const also = [incident.policy.commit, remote.head];
  const { range: synced, since } = await readRangeAndSince(git, { previous, revision }, remote.tip, also);
  const based = await workOut(git, incident, { policyPath, remote, range: synced });
  const { changes: range } = based?.changes ?? (await readChanges(git, synced, deployment.paths));
  const culprit = blamed(incident, range);
  await fetchBlobs(git, [incident.policy.blob, ...culprit.paths.flatMap(({ from, to }) => [from, to])]);
  const [policy, atTip, kinds, rendered, borneOut] = await Promise.all([
    based?.base.policy ?? readClaimed(git, incident.policy),
    readAtTip(git, { incident, culprit }, remote),
    kindsAreInText(deployment) ? readKinds(git, culprit) : [],
    readRendered(git, deployment, range),
    culprit.revertKeys.length > 0 && undoesWhatItNames(git, culprit.commit),
  ]);
  const blame = blameAgain(incident, range, rendered, policy);
  const key = keyOf(incident, culprit);
  const pinned: Pinned = { deployment, policy, culprit, borneOut, blame, key, kinds };
  const came = () => readRange(git, revision, remote.tip);
  const newer = await newerChanges(git, { culprit, range, came }, atTip.inverse);
  return { ...pinned, ...atTip, newer, since: trailersOf(since) };
}

/** What was decided by, where it is not the newest any more: nothing is reverted then, and it says why. */
async function readClaimed(git: Git, policy: PolicyReference): Promise<Policy> {
  return parsePolicy(await readPinned(git, policy), policy.path);
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
