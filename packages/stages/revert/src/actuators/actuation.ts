import type { RefAdvertisement } from '@backout/gitops';
import type { Action } from '@backout/incident';
import type { Attempt, Ports } from '../attempt.ts';

/** Another attempt is due. */
export interface Again {
  readonly kind: 'again';
  readonly why: 'lost-race' | 'server-busy';
  /** The branch as it was seen to have moved, where nothing was pushed: the attempt may go on from there. */
  readonly shown: RefAdvertisement | null;
}

export const again: Again = { kind: 'again', why: 'lost-race', shown: null };

/** What came of it. */
export type Actuation = Action | Again;

/** Does what a rung of the ladder allows, on what was read a moment ago. */
export type Actuator = (attempt: Attempt, ports: Ports) => Promise<Actuation>;
