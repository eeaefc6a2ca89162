import type { RefAdvertisement } from '@backout/gitops';
import { type Action, type Attributed, milliseconds, UserError } from '@backout/incident';
import { type Actuation, actuatorFor, again } from './actuators/index.ts';
import { type Attempt, type OutsideAnswer, type Ports, readAttempt } from './attempt.ts';
import { type Existing, existingRevert } from './existing.ts';
import { waitToTryAgain } from './retry.ts';
import { giveUp, refuse, settle } from './settle.ts';

/** The evidence may be a minute old when it is acted on; it is asked for again well before that. */
const readAgainMs = 20_000;

/** So often a try goes on from where the branch has moved to; after that it pauses, as after a push that lost. */
const catchUps = 2;

/**
 * Reverts the blamed commit exactly once, or says why not. Every try reads branch, locks, switch and policy again and
 * decides again: what was true before a lost race may not be true after it. A race that is lost is run again until the
 * evidence does not hold any more, or the job's time ends.
 */
export async function revert(incident: Attributed, given: Ports): Promise<Action> {
  if (incident.deployment.changes.length === 0) return refuseUnblamed(incident, given);
  const ports = { ...given, outside: remembered(given) };
  let before: Tried | null = null;
  for (let tries = 0; ; tries++) {
    const tried: Tried = await catchingUp(incident, ports, before);
    if (tried.came.kind !== 'again') return tried.came;
    if (!(await waitToTryAgain(tries, ports))) return timeIsUp(tried, ports);
    before = { ...tried, came: again };
  }
}

/** A branch that moved while a try was prepared is followed at once, but not for ever. */
async function catchingUp(incident: Attributed, ports: Ports, before: Tried | null): Promise<Tried> {
  let tried = await once(incident, ports, before);
  for (let count = 0; count < catchUps && shownAfter(tried) !== null; count++) {
    tried = await once(incident, ports, tried);
  }
  return tried;
}

interface Tried {
  readonly attempt: Attempt;
  /** What was found of a revert that is there already. */
  readonly found: Existing | null;
  readonly came: Actuation;
}

function shownAfter({ came }: Tried): RefAdvertisement | null {
  return came.kind === 'again' ? came.shown : null;
}

async function once(incident: Attributed, ports: Ports, before: Tried | null): Promise<Tried> {
  const { repository } = ports;
  const last = before === null ? null : { read: before.attempt, shown: shownAfter(before) };
  const attempt = await readAttempt(incident, ports, last);
  const found = await existingRevert(attempt, repository);
  if (found === null) return { attempt, found, came: await actuatorFor(attempt)(attempt, ports) };
  // A server shows a lock a moment before the branch that came with it, or after it: only a second look says that
  // one of the two is missing.
  if (isHalf(found) && before?.found?.kind !== found.kind) return { attempt, found, came: again };
  return { attempt, found, came: await settle(found, attempt, repository) };
}

function isHalf({ kind }: Existing): boolean {
  return kind === 'revert-undone' || kind === 'already-reverted';
}

function timeIsUp({ attempt, found, came }: Tried, { repository }: Ports): Promise<Action> {
  if (found !== null) return settle(found, attempt, repository);
  const kind = came.kind === 'again' ? came.why : 'lost-race';
  return giveUp(attempt, { kind, paths: [] }, repository);
}

/** No commit of the range touches the application: nothing here could be taken back, and what was decided stands. */
function refuseUnblamed(incident: Attributed, { repository, actor }: Ports): Promise<Action> {
  const { decision } = incident.attribution;
  if (decision.rung === 'revert')
    throw new UserError(
      'handover-mismatch',
      'a revert was decided, and no commit of the range changes the application',
    );
  return refuse({ author: { incident, actor }, decision }, repository);
}

/** What the outside says is asked again only when it has grown old. */
function remembered({ outside, now }: Ports): Ports['outside'] {
  let held: OutsideAnswer | null = null;
  return async (policy) => {
    if (held === null || milliseconds(now()) - milliseconds(held.reading.at) > readAgainMs) {
      held = await outside(policy);
    }
    return held;
  };
}
