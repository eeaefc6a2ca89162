import type { Rung } from '@backout/incident';
import { refuse } from '../settle.ts';
import type { Actuator } from './actuation.ts';
import { revertOnBranch } from './revert.ts';

const onlyRecord: Actuator = (attempt, { repository }) => refuse(attempt, repository);

/** What each rung does: a rung that nothing acts on yet is recorded and told. */
export const actuators = {
  none: onlyRecord,
  notify: onlyRecord,
  'disable-flag': onlyRecord,
  'revert-pr': onlyRecord,
  revert: revertOnBranch,
} as const satisfies Record<Rung, Actuator>;
