import { argocdOf, readState } from '@backout/argocd';
import { contains, fetchCommits, type Git, readAdvertisement } from '@backout/gitops';
import {
  type Acted,
  type Clock,
  isReverted,
  milliseconds,
  type Recovery,
  type Reverted,
  type Sha,
  UserError,
} from '@backout/incident';
import type { Actor, Entry } from '@backout/ledger';
import { appendEntry } from '@backout/ledger/append';
import { find, type Policy } from '@backout/policy';
import { readPinnedPolicy } from '@backout/preflight';
import { openSignals, type Secrets, signalPlans } from '@backout/signals';
import { openRecovery } from '@backout/verdict';
import { recover } from './recover.ts';

export interface Ports {
  readonly git: Git;
  /** The input of the action. */
  readonly policyPath: string;
  /** The GitHub that the repository is on; github.com where it is not said. */
  readonly server?: string | undefined;
  readonly credentials: Secrets;
  readonly actor: Actor;
  readonly clock: Clock;
  readonly log: (line: string) => void;
}

/** Waits for the recovery of a revert and writes its end into the revert's ledger. */
export async function verify(incident: Acted, ports: Ports): Promise<Recovery> {
  const { action } = incident;
  if (!isReverted(action)) {
    throw new UserError(
      'handover-mismatch',
      `there is nothing to verify: the revert stage ended with ${action.kind}`,
    );
  }
  const { git, policyPath } = ports;
  const { head } = await readAdvertisement(git, incident.deployment.branch);
  await fetchCommits(git, [incident.policy.commit, head]);
  const policy = await readPinnedPolicy(git, incident.policy, { policyPath, head });
  const outcome = await recover(openRecovering(incident, action, policy, ports));
  const entry = await appendEntry(git, {
    ref: action.ref,
    entry: entryOf(incident, outcome, ports),
    objectFormat: action.commit,
  });
  return { ...outcome, entry };
}

function openRecovering(
  incident: Acted,
  action: Reverted,
  policy: Policy,
  { git, server, credentials, clock, log }: Ports,
) {
  const { deployment, verdict } = incident;
  const application = find(policy, deployment.application);
  if (application === null) throw new UserError('not-in-policy', 'the policy does not name the application');
  const argocd = argocdOf(policy, credentials.argocdToken);
  const { repository } = deployment;
  const branch = { name: deployment.branch, isDefault: deployment.isDefaultBranch };
  const watched = { name: application.argocd, ours: { server, repository, branch } };
  const since = milliseconds(action.pushedAt);
  return {
    argocd,
    application: watched,
    before: deployment.before,
    contains: containing(git, action.commit, [deployment.revision, deployment.previousRevision]),
    signals: openSignals(application, {
      ...{ policy, credentials, since },
      readState: () => readState(argocd, { ...watched, since, before: deployment.before }),
    }),
    opened: openRecovery({
      plans: signalPlans(application),
      verdict,
      stableForMs: policy.verify.stableForMs,
    }),
    everyMs: policy.watch.everyMs,
    withinMs: policy.verify.withinMs,
    clock,
    log,
  };
}

/** Asks git once per revision; a descendant of the revert contains it. What git could not say is asked again. */
function containing(
  git: Git,
  commit: Sha,
  before: readonly (Sha | null)[],
): (revision: Sha) => Promise<boolean> {
  const known = new Map<Sha, boolean>([[commit, true]]);
  for (const revision of before) if (revision !== null) known.set(revision, false);
  return async (revision) => {
    const held = known.get(revision);
    if (held !== undefined) return held;
    const answer = await asked(git, commit, revision);
    if (answer !== null) known.set(revision, answer);
    return answer ?? false;
  };
}

async function asked(git: Git, commit: Sha, revision: Sha): Promise<boolean | null> {
  try {
    return await contains(git, revision, commit);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    if (error.code === 'revision-unknown') return false;
    if (error.code === 'repository-unreadable') return null;
    throw error;
  }
}

function entryOf(
  { id, deployment }: Acted,
  recovery: Omit<Recovery, 'entry'>,
  { actor, clock }: Ports,
): Entry {
  const { repository, branch, application, environment } = deployment;
  return {
    type: 'recovery',
    v: 1,
    incident: id,
    at: clock.now(),
    stage: 'verify',
    codes: [recovery.outcome],
    gitops: repository,
    branch,
    application,
    environment,
    actor,
    outcome: recovery.outcome,
    recoveredAt: recovery.recoveredAt,
  };
}
