import { type Git, readAdvertisement, writeCommit } from '@backout/gitops';
import { pushRevert } from '@backout/gitops/push';
import {
  type Action,
  type Attributed,
  type Decision,
  type Instant,
  milliseconds,
  type ReasonCode,
  type Sha,
} from '@backout/incident';
import {
  type Actor,
  incidentRef,
  readLedgers,
  returnsBadValue,
  revertRef,
  revertRefs,
} from '@backout/ledger';
import { appendEntry } from '@backout/ledger/append';
import { writeEntry } from '@backout/ledger/write';
import { decide, type Policy } from '@backout/policy';
import { revertMessage } from '@backout/report';
import { type Author, intentEntry, outcomeEntry, type Planned, refusalEntry } from './entries.ts';
import { type Existing, existingRevert } from './existing.ts';
import { factsOf, type Gathered, type Outside } from './facts.ts';
import { askAgain } from './question.ts';
import { readScene } from './scene.ts';

export interface Ports {
  readonly git: Git;
  /** Readings, commit status and Argo CD, asked now. */
  readonly outside: (policy: Policy) => Promise<Outside>;
  readonly actor: Actor;
  readonly now: () => Instant;
  /** Waits before the next try; the longer and the more at random, the more tries there were. */
  readonly pause: (attempt: number) => Promise<void>;
}

/** Kargo's `maxAttempts`: whoever loses ten races leaves the branch to the others. */
const tries = 10;
/** The evidence may be a minute old when it is acted on; it is asked for again well before that. */
const readAgainMs = 20_000;

/**
 * Reverts the blamed commit exactly once, or says why not. Every try reads branch, locks, switch and policy again and
 * decides again: what was true before a lost race may not be true after it.
 */
export async function revert(incident: Attributed, ports: Ports): Promise<Action> {
  const author = { incident, actor: ports.actor };
  const outside = remembered(ports);
  let last: Attempt | null = null;
  for (let attempt = 0; attempt < tries; attempt++) {
    const seen = await readAdvertisement(ports.git, incident.deployment.branch);
    const scene = await readScene(ports.git, incident, seen);
    const [ledgers, asked] = await Promise.all([
      readLedgers(ports.git, revertRefs(seen.refs)).catch(() => null),
      outside(scene.policy),
    ]);
    const landed = { ...incident.deployment, commit: scene.culprit.commit };
    const badValueReturned = await returnsBadValue(ports.git, landed, ledgers);
    const gathered = { seen, scene, ledgers, outside: asked, badValueReturned };
    const now = ports.now();
    const decision = decide(askAgain(incident, scene), scene.policy, factsOf(gathered, now), now);
    last = { author, decision, gathered };
    const found = existingRevert(incident, scene, ledgers, decision);
    const done = found === null ? await act(last, ports) : await settle(found, last, ports);
    if (done !== null) return done;
    await ports.pause(attempt);
  }
  if (last === null) throw new Error('no attempt was made');
  return giveUp(last, 'lost-race', ports);
}

/** What the outside says is asked again only when it has grown old. */
function remembered({ outside, now }: Ports): (policy: Policy) => Promise<Outside> {
  let held: Outside | null = null;
  return async (policy) => {
    const fresh = held !== null && milliseconds(now()) - milliseconds(held.readAt) <= readAgainMs;
    held = fresh && held !== null ? held : await outside(policy);
    return held;
  };
}

interface Attempt {
  readonly author: Author;
  readonly decision: Decision;
  readonly gathered: Gathered;
}

/** @returns null where the race was lost and another try is due */
async function act(attempt: Attempt, ports: Ports): Promise<Action | null> {
  const { scene } = attempt.gathered;
  if (attempt.decision.rung !== 'revert') return refuse(attempt, ports);
  if (scene.inverse.kind === 'conflict') return giveUp(attempt, 'conflict', ports, scene.inverse.paths);
  if (scene.inverse.kind === 'empty') return null;
  return push(attempt, await plan(attempt, scene.inverse.tree, ports), ports);
}

async function plan({ author, gathered }: Attempt, tree: Sha, ports: Ports): Promise<Planned> {
  const { scene, seen } = gathered;
  const { incident } = author;
  const commit = await writeCommit(ports.git, {
    tree,
    parents: [seen.tip],
    message: revertMessage({ incident, key: scene.key, reverts: [scene.culprit.commit] }),
    at: Math.floor(milliseconds(ports.now()) / 1000),
  });
  const previous = incident.deployment.previousRevision ?? seen.tip;
  return { scene, previous, commit, parent: seen.tip, tree };
}

async function push(attempt: Attempt, planned: Planned, ports: Ports): Promise<Action | null> {
  const { author, decision, gathered } = attempt;
  const { git } = ports;
  const ref = revertRef(planned.scene.key);
  const entry = await writeEntry(git, intentEntry(author, decision, planned), null, planned.tree);
  const { branch, tip } = gathered.seen;
  const outcome = await pushRevert(git, { branch, tip, commit: planned.commit, ref, entry });
  switch (outcome.kind) {
    case 'pushed': {
      const pushedAt = ports.now();
      const settled = outcomeEntry(author, { ...decision, at: pushedAt }, planned);
      const appended = await appendEntry(git, { ref, entry: settled, like: planned.tree, onto: entry });
      const head = appended ?? entry;
      const { key } = planned.scene;
      const { commit, parent, tree } = planned;
      return {
        kind: 'reverted',
        decision,
        key,
        ref,
        entry: head,
        commit,
        parent,
        tree,
        pushedAt,
        mode: 'git',
      };
    }
    case 'locked':
    case 'lost':
      return null;
    case 'refused':
      return giveUp(attempt, outcome.code, ports);
    case 'unknown':
      return giveUp(attempt, 'push-unknown', ports);
  }
}

/** A run that was killed after its push left the ledger open; and a decision that needs no push has an entry too. */
async function settle(found: Existing, attempt: Attempt, ports: Ports): Promise<Action> {
  if (found.kind === 'joined') {
    await record(attempt, 'joined', ports);
    return found;
  }
  if (found.kind === 'already-reverted') return { ...found, ...(await record(attempt, found.kind, ports)) };
  const { author, decision, gathered } = attempt;
  const { ref, commit, tree } = found;
  const ledger = gathered.ledgers?.find((candidate) => candidate.ref === ref);
  if (ledger?.entries.some(({ entry }) => entry.type === 'revert.outcome')) return found;
  const entry = outcomeEntry(author, decision, { scene: gathered.scene, commit });
  return { ...found, entry: (await appendEntry(ports.git, { ref, entry, like: tree })) ?? found.entry };
}

async function refuse(attempt: Attempt, ports: Ports): Promise<Action> {
  return { kind: 'refused', decision: attempt.decision, ...(await record(attempt, 'refused', ports)) };
}

type GaveUp =
  | 'lost-race'
  | 'conflict'
  | 'push-unknown'
  | Extract<Awaited<ReturnType<typeof pushRevert>>, { kind: 'refused' }>['code'];

async function giveUp(
  attempt: Attempt,
  kind: GaveUp,
  ports: Ports,
  paths: readonly string[] = [],
): Promise<Action> {
  const { decision, gathered } = attempt;
  const recorded = await record(attempt, kind, ports);
  return { kind, decision, key: gathered.scene.key, ...recorded, paths: [...paths] };
}

/** The one entry of a decision that ends without a revert of its own; nulls where it could not be written. */
async function record({ author, decision }: Attempt, outcome: ReasonCode, { git }: Ports) {
  const { id, deployment } = author.incident;
  const ref = incidentRef(id);
  const entry = refusalEntry(author, decision, outcome);
  const head = await appendEntry(git, { ref, entry, like: deployment.revision });
  return head === null ? { ref: null, entry: null } : { ref, entry: head };
}
