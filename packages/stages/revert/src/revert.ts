import { type Action, type Attributed, milliseconds, UserError } from '@backout/incident';
import { actuatorFor } from './actuators/index.ts';
import { type Attempt, type OutsideAnswer, type Ports, readAttempt } from './attempt.ts';
import { existingRevert } from './existing.ts';
import { giveUp, refuse, settle } from './settle.ts';

/** Kargo's `maxAttempts`: whoever loses ten races leaves the branch to the others. */
const tries = 10;
/** The evidence may be a minute old when it is acted on; it is asked for again well before that. */
const readAgainMs = 20_000;

/**
 * Reverts the blamed commit exactly once, or says why not. Every try reads branch, locks, switch and policy again and
 * decides again: what was true before a lost race may not be true after it.
 */
export async function revert(incident: Attributed, given: Ports): Promise<Action> {
  if (incident.deployment.changes.length === 0) return refuseUnblamed(incident, given);
  const ports = { ...given, outside: remembered(given) };
  let last: Attempt | null = null;
  let kind: 'lost-race' | 'server-busy' = 'lost-race';
  for (let count = 0; count < tries; count++) {
    last = await readAttempt(incident, ports);
    const found = existingRevert(last);
    if (found !== null) return settle(found, last, ports.repository);
    const actuation = await actuatorFor(last)(last, ports);
    if (typeof actuation !== 'string') return actuation;
    kind = actuation;
    await ports.pause(count);
  }
  if (last === null) throw new Error('no attempt was made');
  return giveUp(last, { kind, paths: [] }, ports.repository);
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
