import type { DetectionCase } from './case.ts';

const silentSeconds = 120;
/** In coarse recordings: one missing point is a hole. */
const silentSteps = 2;

/**
 * The new pods have served nothing for two minutes in which old ones have: crashed, or never ready. A third of bad
 * releases look like that, and so does a good one that is slow to start, so it is a witness and no alarm.
 *
 * @param t unix seconds
 */
export function newPodsAreSilent({ rollout, judgedFrom, stepSeconds }: DetectionCase, t: number): boolean {
  if (rollout === null) return false;
  const { canary, control } = rollout.served;
  const long = Math.max(silentSeconds, silentSteps * stepSeconds);
  const lastServed = canary.findLast((at) => at <= t) ?? judgedFrom;
  return t - lastServed >= long && control.some((at) => at > t - long && at <= t);
}
