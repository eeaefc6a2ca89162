import { attribute, type Blame } from '@backout/attribution';
import {
  type Change,
  fetchBlobs,
  type Git,
  type Range,
  type RefAdvertisement,
  readChanges,
  readKinds,
  readRange,
  readRangeAndSince,
  undoesWhatItNames,
} from '@backout/gitops';
import {
  type Attributed,
  type Deployment,
  type RevertKey,
  revertKey,
  type Sha,
  UserError,
} from '@backout/incident';
import type { Policy } from '@backout/policy';
import {
  type BasePolicy,
  type Renders,
  readNewestPolicy,
  readPinnedPolicy,
  readRendered,
} from '@backout/preflight';
import { type AtTip, readAtTip, trailersOf } from './at-tip.ts';
import { blamed } from './blamed.ts';
import { bringContents } from './bring-contents.ts';
import { workOut } from './claims.ts';
import { newerChanges } from './newer-changes.ts';

/** What git says of the incident; nothing of it is taken from the stages before. */
export interface RevertContext extends Pinned, AtTip {}

/** Of commits that do not change any more: a try after a lost race keeps it. */
interface Pinned {
  readonly deployment: Deployment;
  readonly policy: Policy;
  /** What came with the revision, by git. */
  readonly range: Range;
  /** As it was worked out; null where the policy has changed since, and nothing is reverted. */
  readonly base: BasePolicy | null;
  /** The blamed commit, if git agrees that it is of the range. */
  readonly culprit: Change;
  /** Whether it is, by its tree, the revert of ours that its trailers say it is. */
  readonly borneOut: boolean;
  readonly blame: Blame;
  readonly key: RevertKey;
  /** By the text of the change. */
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
  await bringContents(git, incident, { range: synced, remote, policyPath });
  const newestPolicy = await readNewestPolicy(git, { path: policyPath }, remote.head);
  const based = await workOut(git, incident, { policyPath, remote, newestPolicy, range: synced });
  const { changes: range } = based?.changes ?? (await readChanges(git, synced, deployment.paths));
  const culprit = blamed(incident, range);
  if (culprit === null)
    throw new UserError('handover-mismatch', 'no commit of the range changes the application');
  await fetchBlobs(git, [incident.policy.blob, ...culprit.paths.flatMap(({ from, to }) => [from, to])]);
  // Where the newest policy is another one nothing is reverted, and it says why.
  const [policy, atTip, kinds, rendered, borneOut] = await Promise.all([
    based?.base.policy ?? readPinnedPolicy(git, incident.policy, { policyPath, head: remote.head }),
    readAtTip(git, { incident, culprit }, remote),
    readKinds(git, culprit),
    readRendered(git, deployment, range),
    culprit.revertKeys.length > 0 && undoesWhatItNames(git, culprit.commit),
  ]);
  const blame = blameAgain(incident, range, rendered, policy);
  const key = keyOf(incident, culprit);
  const base = based?.base ?? null;
  const pinned: Pinned = { deployment, policy, range: synced, base, culprit, borneOut, blame, key, kinds };
  const came = () => readRange(git, revision, remote.tip);
  const newer = await newerChanges(git, { culprit, range, came }, atTip.inverse);
  return { ...pinned, ...atTip, newestPolicy, newer, since: trailersOf(since) };
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
