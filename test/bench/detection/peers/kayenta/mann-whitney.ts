import { root } from './brent.ts';

/**
 * By how much the experiment lies above the control: the confidence interval of the Mann-Whitney test, as R's
 * `wilcox.test(conf.int = TRUE)` computes it and Kayenta copies it (`MannWhitney`, spinnaker/kayenta a69573be).
 */
export interface Shift {
  readonly lower: number;
  readonly upper: number;
  readonly estimate: number;
}

/** Two-sided 98 %: Kayenta reads no other confidence, whatever its configuration says. */
const z = 2.3263478740408408;

/** @returns null where every value is the same once shifted: the statistic has no variance */
export function shiftBetween(experiment: readonly number[], control: readonly number[]): Shift | null {
  const x = [...experiment].sort((a, b) => a - b);
  const y = [...control].sort((a, b) => a - b);
  const least = first(x) - last(y);
  const most = last(x) - first(y);
  const w = (shift: number) => standardised(x, y, shift);
  const [atLeast, atMost] = [w(least), w(most)];
  if (Number.isNaN(atLeast) || Number.isNaN(atMost)) return null;
  const bound = (quantile: number) => {
    if (atLeast - quantile <= 0) return least;
    if (atMost - quantile >= 0) return most;
    return root((shift) => w(shift) - quantile, least, most);
  };
  return { lower: bound(z), upper: bound(-z), estimate: root(w, least, most) };
}

/** The statistic of x, moved down by the shift, against y; both are sorted, so that one pass ranks them. */
function standardised(x: readonly number[], y: readonly number[], shift: number): number {
  const m = x.length;
  const n = y.length;
  const { rankSum, tied } = ranks(x, y, shift);
  const difference = rankSum - (m * (m + 1)) / 2 - (m * n) / 2;
  const variance = ((m * n) / 12) * (m + n + 1 - tied / ((m + n) * (m + n - 1)));
  if (variance <= 0) return Number.NaN;
  return (difference - 0.5 * Math.sign(difference)) / Math.sqrt(variance);
}

/** @returns the sum of the ranks of x, averaged where tied, and the sum of t³ - t over groups of t tied values */
export function ranks(
  x: readonly number[],
  y: readonly number[],
  shift: number,
): { rankSum: number; tied: number } {
  let rankSum = 0;
  let tied = 0;
  let i = 0;
  let j = 0;
  while (i < x.length || j < y.length) {
    const value = Math.min((x[i] ?? Infinity) - shift, y[j] ?? Infinity);
    const before = i + j;
    const firstOfX = i;
    while (i < x.length && (x[i] ?? 0) - shift === value) i++;
    while (j < y.length && y[j] === value) j++;
    const group = i + j - before;
    rankSum += (i - firstOfX) * (before + (group + 1) / 2);
    tied += group ** 3 - group;
  }
  return { rankSum, tied };
}

function first(sorted: readonly number[]): number {
  return sorted[0] ?? Number.NaN;
}

function last(sorted: readonly number[]): number {
  return sorted.at(-1) ?? Number.NaN;
}
