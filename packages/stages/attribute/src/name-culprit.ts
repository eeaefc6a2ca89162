import { attribute, type Blame, type Candidate } from '@backout/attribution';
import {
  type Change,
  fetchBlobs,
  type Git,
  manifestContents,
  type RefAdvertisement,
  readAdvertisement,
  readChanges,
  readKinds,
  readRange,
  sameAt,
  undoesWhatItNames,
} from '@backout/gitops';
import type { Attribution, Deployment, Instant, Pull, Sha, Watched } from '@backout/incident';
import { returnsBadValue } from '@backout/ledger';
import { decide, type Policy, type PreflightFacts } from '@backout/policy';
import {
  kindsAreInText,
  migrationIn,
  type Outside,
  preflightFacts,
  type Renders,
  readNewestPolicy,
  readPinnedPolicy,
  readRendered,
  readRevertLedgers,
  renderedKinds,
} from '@backout/preflight';

export interface Ports {
  readonly git: Git;
  /** The input of the action. */
  readonly policyPath: string;
  /** The merged pull requests behind each change, for whom to tell; nothing is decided from them. */
  readonly pulls: (deployment: Deployment) => Promise<ReadonlyMap<Sha, readonly Pull[]>>;
  readonly outside: (policy: Policy) => Promise<Outside>;
  readonly now: () => Instant;
}

/** Who did it, or nobody, and what the policy allows to do about it. */
export async function nameCulprit(incident: Watched, ports: Ports): Promise<Attribution> {
  const { git } = ports;
  const { deployment, verdict } = incident;
  const pulls = ports.pulls(deployment);
  const remote = await readAdvertisement(git, deployment.branch);
  const changes = await readListed(git, deployment, [incident.policy.commit, remote.tip, remote.head]);
  const rendered = await readRendered(git, deployment, changes);
  const policy = await readPinnedPolicy(git, incident.policy, {
    policyPath: ports.policyPath,
    head: remote.head,
  });
  const outside = ports.outside(policy);
  const blame = attribute({
    deployment,
    verdict,
    candidates: candidates(changes, rendered, await pulls),
    watchSeconds: policy.watch.forMs / 1000,
    falseAlarmsPerMillion: policy.rollback.falseAlarmsPerMillion,
  });
  const culprit = blamed(blame, changes);
  const now = ports.now();
  const facts = await gatherFacts(git, { incident, policy, remote, culprit, outside: await outside, now });
  return { ...blame, decision: decide({ ...incident, attribution: blame }, policy, facts, now) };
}

/** The changes that the watch listed, as git has them. */
async function readListed(git: Git, deployment: Deployment, also: readonly Sha[]): Promise<Change[]> {
  const { previousRevision, revision, changes } = deployment;
  if (previousRevision === null) return [];
  const range = await readRange(git, previousRevision, revision, also);
  const found = await readChanges(git, range, deployment.paths);
  return found.changes.filter(({ commit }) => changes.includes(commit));
}

function candidates(
  changes: readonly Change[],
  rendered: ReadonlyMap<Sha, Renders>,
  pulls: ReadonlyMap<Sha, readonly Pull[]>,
): Candidate[] {
  return changes.map(({ commit }) => ({
    commit,
    renders: rendered.get(commit) ?? 'unknown',
    pulls: pulls.get(commit) ?? [],
  }));
}

function blamed(blame: Blame, changes: readonly Change[]): Change | null {
  const suspect = blame.suspects.find(({ id }) => id === blame.culprit);
  return changes.find(({ commit }) => commit === suspect?.commit) ?? null;
}

interface Gathering {
  readonly incident: Watched;
  readonly policy: Policy;
  readonly remote: RefAdvertisement;
  readonly culprit: Change | null;
  readonly outside: Outside;
  readonly now: Instant;
}

/**
 * What this stage can know without a reading of its own: the watch has just looked. The revert stage asks everything
 * again before it writes.
 */
async function gatherFacts(git: Git, gathering: Gathering): Promise<PreflightFacts> {
  const { incident, policy, remote, culprit, outside, now } = gathering;
  const { deployment, verdict } = incident;
  const ledgers = await readRevertLedgers(git, remote);
  const text = culprit !== null && kindsAreInText(deployment) ? await kindsOf(git, culprit) : [];
  const known = {
    deployment,
    policy,
    remote,
    ledgers,
    newestPolicy: await readNewestPolicy(git, incident.policy, remote.head),
    outside,
    previousBy: policy.argocd === undefined ? 'event' : 'argocd',
    reading: { freshness: { code: 'fresh-evidence', ageMs: 0 }, at: verdict.decidedAt },
    culprit,
    borneOut: culprit !== null && (await isBorneOut(git, culprit)),
    inversePaths: null,
    kinds: renderedKinds(deployment, text),
    mainlineUnclear: culprit?.mainline === null ? culprit.commit : null,
    renamed: null,
    migration: culprit === null ? null : migrationIn(deployment, { paths: pathsOf(culprit), kinds: text }),
    superseded: !(await sameAt(git, deployment.revision, remote.tip, deployment.paths)),
    badValueReturned:
      culprit === null
        ? 'no'
        : await returnsBadValue(git, { ...deployment, commit: culprit.commit }, ledgers),
  } as const;
  return preflightFacts(known, now);
}

async function isBorneOut(git: Git, { commit, revertKeys }: Change): Promise<boolean> {
  return revertKeys.length > 0 && (await undoesWhatItNames(git, commit));
}

function pathsOf({ paths }: Change): string[] {
  return paths.map(({ path }) => path);
}

async function kindsOf(git: Git, culprit: Change): Promise<string[]> {
  await fetchBlobs(git, manifestContents(culprit.paths) ?? []);
  return readKinds(git, culprit);
}
