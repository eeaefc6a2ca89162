import { type Answered, floorTo } from './client.ts';
import type { State } from './plan.ts';

/**
 * The answers of a provider that leaves out the buckets in which nothing was found, with zeros for them: in the total,
 * because the part of an empty bucket is empty as well.
 *
 * @param span ms: the ends of its buckets, the first exclusive
 */
export function withZeros(
  { signal, bucketMs }: State,
  answers: readonly Answered[],
  { from, to }: { readonly from: number; readonly to: number },
): readonly Answered[] {
  const [total, ...rest] = answers;
  if (signal.kind !== 'ratio' || total?.ok !== true) return answers;
  const first = floorTo(bucketMs, from) + bucketMs;
  const zeros = Array.from({ length: Math.max(0, Math.floor((to - first) / bucketMs) + 1) }, (_, index) => ({
    ...{ end: first + index * bucketMs, value: 0 },
  }));
  return [{ ...total, series: [...total.series, zeros] }, ...rest];
}

/** The ends of the buckets of the total. */
export function toldBy([total]: readonly Answered[]): number[] {
  return total?.ok === true ? total.series.flat().map(({ end }) => end) : [];
}
