import type { Rung } from '@backout/incident';
import type { Attempt } from '../attempt.ts';
import { refuse } from '../settle.ts';
import type { Actuator } from './actuation.ts';
import { tellConflict } from './conflict.ts';
import { revertOnBranch } from './revert.ts';

export { type Actuation, again } from './actuation.ts';

const onlyRecord: Actuator = (attempt, { repository }) => refuse(attempt, repository);

/** What each rung does: a rung that nothing acts on yet is recorded and told. */
const actuators = {
  none: onlyRecord,
  notify: onlyRecord,
  'disable-flag': onlyRecord,
  'revert-pr': onlyRecord,
  revert: revertOnBranch,
} as const satisfies Record<Rung, Actuator>;

/** What supersedes a commit is what its inverse conflicts with: where nothing else refuses, that is what is told. */
export function actuatorFor({ decision, context }: Pick<Attempt, 'decision' | 'context'>): Actuator {
  const refused = decision.guardrails.filter(({ passed }) => !passed);
  const superseded = refused.length > 0 && refused.every(({ code }) => code === 'superseded');
  return superseded && context.inverse.kind === 'conflict' ? tellConflict : actuators[decision.rung];
}
