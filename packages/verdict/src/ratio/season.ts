import type { CountStep } from '../plan.ts';
import { upperTail } from './binomial-tail.ts';
import { expectedRatio, merge, ratioOf, type Tally, tally } from './steps.ts';

const weekMs = 7 * 24 * 3_600_000;
const leastRequests = 30;
const blockSeconds = 300;
/** Of a dozen blocks one in eighty would be this bad by chance. */
const chance = 0.001;

/**
 * How many times its base a ratio rose at the same hour a week ago: in the worst five minutes of the watch's time that
 * are surely worse. The null allows for as much all through the watch. A bad deployment of last week at the same hour
 * is excused as well; in doubt nothing is rolled back.
 *
 * @param seasonal around the same moment, oldest first
 * @returns 1 where it did not rise, or nothing is known of it
 */
export function seasonalFactor(seasonal: readonly CountStep[], sync: number, forMs: number): number {
  const then = sync - weekMs;
  const before = tally(seasonal.filter(({ at }) => at <= then));
  if (before.total < leastRequests) return 1;
  const watched = seasonal.filter(({ at }) => at > then && at <= then + forMs);
  const base = expectedRatio(before);
  return merge(watched, blockSeconds)
    .filter((block) => isWorse(block, before))
    .reduce((most, block) => Math.max(most, ratioOf(block) / base), 1);
}

function isWorse({ bad, total }: Tally, before: Tally): boolean {
  return upperTail(Math.round(bad), Math.round(before.bad), total / (total + before.total)) <= chance;
}
