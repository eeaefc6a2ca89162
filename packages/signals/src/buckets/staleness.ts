import type { CountStep } from '@backout/verdict';
import { type Answered, floorTo } from './client.ts';
import type { State } from './plan.ts';

/** How busy a signal was before the deployment, and how long it was silent at most. */
export interface TrafficProfile {
  readonly perSecond: number;
  readonly longestPauseMs: number;
}

/** @param until ms: so far the past was read; what was silent then already is no news */
export function profileOf(steps: readonly CountStep[], until: number): TrafficProfile | null {
  const busy = steps.filter(({ total }) => total > 0);
  const spans = busy.map(({ at, seconds }) => ({ begin: at - seconds * 1000, end: at }));
  const [first] = spans;
  if (first === undefined) return null;
  const pauses = spans.map(({ end }, index) => (spans[index + 1]?.begin ?? until) - end);
  const events = busy.reduce((sum, { total }) => sum + total, 0);
  return {
    perSecond: (events * 1000) / (until - first.begin),
    longestPauseMs: Math.max(0, ...pauses),
  };
}

/** So many that none of them is no chance, as the verdict has it for requests that stopped. */
const missedEvents = 30;

/** Whether it was never silent for nearly as long, and much should have been counted meanwhile. */
export function isUnusual({ perSecond, longestPauseMs }: TrafficProfile, staleMs: number): boolean {
  return staleMs > 2 * longestPauseMs && (perSecond * staleMs) / 1000 >= missedEvents;
}

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
