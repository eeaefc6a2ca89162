import { type Instant, milliseconds } from '@backout/incident';

export interface Patience {
  readonly now: () => Instant;
  /** When the stage has to come to an end: the job is ended soon after it. */
  readonly deadline: Instant;
  readonly pause: (ms: number) => Promise<void>;
  /** From 0 up to 1. */
  readonly random: () => number;
}

const firstPauseMs = 250;
/** Pauses grow up to four seconds: longer ones would only leave the branch to those who come later. */
const mostDoublings = 4;

/**
 * Waits before another try, the longer and the more at random the more tries there were, so that those who lost the
 * same race do not meet again.
 * @param tries that were lost so far
 * @returns false, at once, where the time ends before it
 */
export async function waitToTryAgain(
  tries: number,
  { now, deadline, pause, random }: Patience,
): Promise<boolean> {
  const pauseMs = random() * firstPauseMs * 2 ** Math.min(tries, mostDoublings);
  if (milliseconds(now()) + pauseMs >= milliseconds(deadline)) return false;
  await pause(pauseMs);
  return true;
}
