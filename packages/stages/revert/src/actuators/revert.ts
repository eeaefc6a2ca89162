import type { RefAdvertisement } from '@backout/gitops';
import { type Action, milliseconds, type RevertRef, type Sha } from '@backout/incident';
import { revertRef, revertRefs, switchThatStops } from '@backout/ledger';
import { revertMessage } from '@backout/report';
import type { Attempt, Ports } from '../attempt.ts';
import { intentEntry, outcomeEntry, type Planned } from '../entries.ts';
import { giveUp, refuse } from '../settle.ts';
import { type Actuation, again } from './actuation.ts';
import { tellConflict } from './conflict.ts';

/** Pushes the inverse of the guilty commit, with its lock, onto the tip that was decided on. */
export async function revertOnBranch(attempt: Attempt, ports: Ports): Promise<Actuation> {
  const { inverse } = attempt.context;
  switch (inverse.kind) {
    case 'conflict':
      return tellConflict(attempt, ports);
    // The guardrail of the range has left it to a person.
    case 'renamed':
      return giveUp(attempt, { kind: 'conflict', paths: [...inverse.paths], newer: [] }, ports.repository);
    case 'empty':
      return again;
    case 'clean':
      return push(attempt, await plan(attempt, inverse.tree, ports), ports);
  }
}

async function plan({ author, context, remote }: Attempt, tree: Sha, ports: Ports): Promise<Planned> {
  const { incident } = author;
  const commit = await ports.repository.commit({
    tree,
    parents: [remote.tip],
    message: revertMessage({ incident, key: context.key, reverts: [context.culprit.commit] }),
    at: Math.floor(milliseconds(ports.now()) / 1000),
  });
  const previous = incident.deployment.previousRevision ?? remote.tip;
  return { context, previous, commit, parent: remote.tip, tree };
}

async function push(attempt: Attempt, planned: Planned, ports: Ports): Promise<Actuation> {
  const { author, decision, remote } = attempt;
  const { repository } = ports;
  const ref = revertRef(planned.context.key);
  const entry = await repository.entry(intentEntry(author, decision, planned), planned.tree);
  const { branch, tip } = remote;
  // Everything above took a while: the switch is read once more, one round trip before the push.
  const shown = await repository.advertise(branch);
  const decided = attempt.decideAgain(shown);
  if (decided.rung !== decision.rung) return refuse({ author, decision: decided }, repository);
  if (shown.tip !== tip || hasNewLock(shown, remote)) return { ...again, shown };
  const outcome = await repository.push({ branch, tip, commit: planned.commit, ref, entry });
  switch (outcome.kind) {
    case 'pushed':
      return landed(attempt, planned, { ref, entry, stoppedBy: stoppedIn(outcome.refs, attempt) }, ports);
    case 'locked':
    case 'lost':
      return again;
    case 'busy':
      return { ...again, why: 'server-busy' };
    case 'refused':
      return giveUp(attempt, { kind: outcome.code, said: outcome.said, paths: [] }, repository);
    case 'unknown':
      return giveUp(attempt, { kind: 'push-unknown', paths: [] }, repository);
  }
}

/** A lock that is shown only now may count against a cap, although its commit was in the branch before. */
function hasNewLock(shown: RefAdvertisement, before: RefAdvertisement): boolean {
  return [...revertRefs(shown.refs).keys()].some((ref) => !before.refs.has(ref));
}

function stoppedIn(refs: RefAdvertisement['refs'], { author, context }: Attempt): string | null {
  const known = Object.keys(context.policy.applications);
  return switchThatStops(refs.keys(), author.incident.deployment.application, known)?.ref ?? null;
}

interface Pushed {
  readonly ref: RevertRef;
  readonly entry: Sha;
  /** A switch that appeared while it was pushed. */
  readonly stoppedBy: string | null;
}

async function landed(
  { author, decision }: Attempt,
  planned: Planned,
  { ref, entry, stoppedBy }: Pushed,
  ports: Ports,
): Promise<Action> {
  const pushedAt = ports.now();
  const settled = outcomeEntry(author, { ...decision, at: pushedAt }, { ...planned, stoppedBy });
  const appended = await ports.repository.append({
    ref,
    entry: settled,
    objectFormat: planned.tree,
    onto: entry,
  });
  const { context, commit, parent, tree } = planned;
  return {
    kind: 'reverted',
    decision,
    key: context.key,
    ref,
    entry: appended ?? entry,
    commit,
    parent,
    tree,
    pushedAt,
    mode: 'git',
    stoppedBy,
  };
}
