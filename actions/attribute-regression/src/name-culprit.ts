import { attribute, type Candidate } from '@backout/attribution';
import { type Change, type Git, readAdvertisement, readPinned, readRange } from '@backout/gitops';
import type { Attribution, Deployment, Instant, Pull, Sha, Watched } from '@backout/incident';
import { decide, type Facts, type Policy, parsePolicy } from '@backout/policy';
import { gatherFacts } from './facts.ts';

export interface Ports {
  readonly git: Git;
  /** The merged pull requests behind each change, for whom to tell; nothing is decided from them. */
  readonly pulls: (deployment: Deployment) => Promise<ReadonlyMap<Sha, readonly Pull[]>>;
  readonly outside: (policy: Policy) => Promise<Pick<Facts, 'knownGood' | 'wouldSync'>>;
  readonly now: () => Instant;
}

/** Who did it, or nobody, and what the policy allows to do about it. */
export async function nameCulprit(incident: Watched, ports: Ports): Promise<Attribution> {
  const { git } = ports;
  const { deployment, verdict } = incident;
  const pulls = ports.pulls(deployment);
  const seen = await readAdvertisement(git, deployment.branch);
  const changes = await readChanges(git, deployment, [incident.policy.commit, seen.tip, seen.head]);
  const policy = parsePolicy(await readPinned(git, incident.policy), incident.policy.path);
  const outside = ports.outside(policy);
  const blame = attribute({
    deployment,
    verdict,
    candidates: candidates(changes, await pulls),
    watchSeconds: policy.watch.forMs / 1000,
    falseAlarmsPerMillion: policy.rollback.falseAlarmsPerMillion,
  });
  const suspect = blame.suspects.find(({ id }) => id === blame.culprit);
  const culprit = changes.find(({ commit }) => commit === suspect?.commit) ?? null;
  const now = ports.now();
  const facts = await gatherFacts({ git, incident, policy, seen, culprit, outside: await outside, now });
  return { ...blame, decision: decide({ ...incident, attribution: blame }, policy, facts, now) };
}

/** The changes that the watch listed, as git has them. */
async function readChanges(git: Git, deployment: Deployment, also: readonly Sha[]): Promise<Change[]> {
  const { previousRevision, revision, changes } = deployment;
  if (previousRevision === null) return [];
  const range = await readRange(git, previousRevision, revision, also);
  return range.filter(({ commit }) => changes.includes(commit));
}

function candidates(changes: readonly Change[], pulls: ReadonlyMap<Sha, readonly Pull[]>): Candidate[] {
  return changes.map(({ commit, committedAt }) => ({ commit, committedAt, pulls: pulls.get(commit) ?? [] }));
}
