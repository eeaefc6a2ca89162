import type { Action } from '@backout/incident';
import type { Attempt, Ports } from '../attempt.ts';

/** What came of it, or why another attempt is due. */
export type Actuation = Action | 'lost-race' | 'server-busy';

/** Does what a rung of the ladder allows, on what was read a moment ago. */
export type Actuator = (attempt: Attempt, ports: Ports) => Promise<Actuation>;
