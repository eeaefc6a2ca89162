import { UserError } from '@backout/incident';
import { readInput } from './inputs.ts';

/**
 * The input `repository` of a stage that goes on from another one: what that one handed over has to be about it.
 * @throws UserError `handover-mismatch`
 */
export function ownRepository<Repository extends string>(handedOver: Repository): Repository {
  const own = readInput('repository', { required: true });
  if (own.toLowerCase() === handedOver.toLowerCase()) return handedOver;
  throw new UserError(
    'handover-mismatch',
    `this stage is of ${own}, and what was handed over is of ${handedOver}`,
  );
}
