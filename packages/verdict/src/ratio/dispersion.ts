import type { CountStep } from '../plan.ts';
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

const sparseBlockSeconds = [...blockSeconds, 600] as const;

/**
 * The same for a few events, of which Pearson's statistic says little: by itself it is 2 about as often as 1, and one
 * event in a block of one request makes it 3. The squares are summed over blocks of any traffic before they are
 * divided, a pair of events in one block passes for chance, and ten minutes are a block as well, since nothing else
 * allows for a ratio that drifts.
 */
export function sparseOverdispersion(steps: readonly CountStep[], ratio: number): number {
  const all = sparseBlockSeconds.map((seconds) => beyondCounting(merge(steps, seconds), ratio));
  return 1 + Math.max(0, ...all);
}

/** What two events in one block add to the squares beyond what two by themselves do. */
const pair = 2;

/** As a share of the expected events. */
function beyondCounting(blocks: readonly Tally[], ratio: number): number {
  let [excess, expected] = [0, 0];
  for (const { bad, total } of blocks) {
    const mean = total * ratio;
    excess += (bad - mean) ** 2 - mean;
    expected += mean;
  }
  return expected === 0 ? 0 : (excess - pair) / expected;
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
