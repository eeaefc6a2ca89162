import type { CountStep } from './plan.ts';
import { tally } from './steps.ts';

/** How quiet this signal can be while nothing is wrong, learned from its history. */
export interface Traffic {
  /** requests a second */
  readonly rate: number;
  readonly longestPauseSeconds: number;
}

export interface Silence {
  readonly seconds: number;
  readonly looks: number;
}

export const noSilence: Silence = { seconds: 0, looks: 0 };

const leastSeconds = 10;
const leastLooks = 2;
/** exp(-30): far beyond any budget, because traffic is burstier than Poisson. */
const expectedRequests = 30;

export function trafficOf(steps: readonly CountStep[]): Traffic {
  const { total, seconds } = tally(steps);
  let pause = 0;
  let longest = 0;
  for (const step of steps) {
    pause = step.total === 0 ? pause + step.seconds : 0;
    longest = Math.max(longest, pause);
  }
  return { rate: seconds === 0 ? 0 : total / seconds, longestPauseSeconds: longest };
}

/** A look without a single request adds to the silence, any request ends it. */
export function hush(silence: Silence, steps: readonly CountStep[]): Silence {
  if (steps.length === 0) return silence;
  const lastBusy = steps.findLastIndex((step) => step.total > 0);
  const { seconds } = tally(steps.slice(lastBusy + 1));
  if (lastBusy === -1) return { seconds: silence.seconds + seconds, looks: silence.looks + 1 };
  return { seconds, looks: seconds > 0 ? 1 : 0 };
}

export function hasStopped({ seconds, looks }: Silence, { rate, longestPauseSeconds }: Traffic): boolean {
  return (
    looks >= leastLooks &&
    seconds >= leastSeconds &&
    seconds > 2 * longestPauseSeconds &&
    seconds * rate >= expectedRequests
  );
}
