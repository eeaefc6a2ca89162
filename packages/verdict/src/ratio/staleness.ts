import type { CountStep } from '../plan.ts';
import { allPods } from './control.ts';
import { merge, stepsOf, type Trail, tally } from './steps.ts';

/** How quiet this signal can be while nothing is wrong, learned from its history. */
export interface Traffic {
  /** requests a second */
  readonly rate: number;
  readonly longestPauseSeconds: number;
  /** how long a stretch is that is compared, and requests a second of the quietest one; null without enough of them */
  readonly stretchSeconds: number;
  readonly lowestRate: number | null;
}

export interface Staleness {
  readonly seconds: number;
  readonly looks: number;
}

export const notStale: Staleness = { seconds: 0, looks: 0 };

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
  const stretchSeconds = stretchOf(steps);
  return {
    rate: seconds === 0 ? 0 : total / seconds,
    longestPauseSeconds: longest,
    ...{ stretchSeconds, lowestRate: lowestRate(steps, stretchSeconds) },
  };
}

const shortestStretch = 120;
/** A stretch holds a scrape more or less than another one. */
const scrapesInStretch = 6;
const leastStretches = 5;

function stretchOf(steps: readonly CountStep[]): number {
  return Math.max(shortestStretch, scrapesInStretch * (steps.at(-1)?.spread ?? 0));
}

function lowestRate(steps: readonly CountStep[], seconds: number): number | null {
  const stretches = merge(steps, seconds).filter((stretch) => stretch.seconds >= 0.95 * seconds);
  if (stretches.length < leastStretches) return null;
  return Math.min(...stretches.map((stretch) => stretch.total / stretch.seconds));
}

/** Fewer than that vary by half of it by chance alone. */
const leastInStretch = 50;
const droppedTo = 0.5;

/**
 * Whether the newest stretch had less than half the requests of the quietest one before the sync. A ratio of those who
 * still get through looks healthy; of those who do not, nobody counts anything.
 */
export function hasDropped(trail: Trail | null, { stretchSeconds, lowestRate: lowest }: Traffic): boolean {
  if (lowest === null || lowest * stretchSeconds < leastInStretch) return false;
  const end = trail?.step.at ?? 0;
  const newest = stepsOf(trail, Math.ceil(stretchSeconds)).filter(
    ({ at }) => at > end - stretchSeconds * 1000,
  );
  const { total, seconds } = tally(newest.map(allPods));
  return seconds >= 0.95 * stretchSeconds && total < droppedTo * lowest * seconds;
}

/** A look without a single request adds to the staleness, any request ends it. */
export function trackSilence(staleness: Staleness, steps: readonly CountStep[]): Staleness {
  if (steps.length === 0) return staleness;
  const lastBusy = steps.findLastIndex((step) => allPods(step).total > 0);
  const { seconds } = tally(steps.slice(lastBusy + 1));
  if (lastBusy === -1) return { seconds: staleness.seconds + seconds, looks: staleness.looks + 1 };
  return { seconds, looks: seconds > 0 ? 1 : 0 };
}

export function hasStopped({ seconds, looks }: Staleness, { rate, longestPauseSeconds }: Traffic): boolean {
  return (
    looks >= leastLooks &&
    seconds >= leastSeconds &&
    seconds > 2 * longestPauseSeconds &&
    seconds * rate >= expectedRequests
  );
}
