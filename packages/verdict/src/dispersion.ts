import type { CountStep } from './plan.ts';
import { merge, type Tally } from './steps.ts';

/** Bursts of ten seconds and waves of three minutes both inflate the variance: the worst scale counts. */
const blockSeconds = [10, 30, 60, 180] as const;

/**
 * Over-dispersion: Pearson's chi-squared per degree of freedom of the history's block counts, at least 1. Blocks are
 * of real time, so that a look's length does not matter to it.
 */
export function overdispersion(steps: readonly CountStep[], ratio: number): number {
  let worst = 1;
  for (const seconds of blockSeconds) worst = Math.max(worst, pearson(merge(steps, seconds), ratio));
  return worst;
}

function pearson(blocks: readonly Tally[], ratio: number): number {
  let sum = 0;
  let filled = 0;
  for (const { bad, total } of blocks) {
    if (total === 0) continue;
    sum += (bad - total * ratio) ** 2 / (total * ratio * (1 - ratio));
    filled++;
  }
  return filled < 2 ? 1 : sum / (filled - 1);
}

/** Drift: the standard deviation of the ratio itself from minute to minute, beyond what counting explains. */
export function drift(steps: readonly CountStep[], ratio: number): number {
  let excess = 0;
  let weight = 0;
  for (const { bad, total } of merge(steps, 60)) {
    excess += (bad - total * ratio) ** 2 - total * ratio * (1 - ratio);
    weight += total ** 2;
  }
  return weight === 0 ? 0 : Math.sqrt(Math.max(0, excess) / weight);
}
