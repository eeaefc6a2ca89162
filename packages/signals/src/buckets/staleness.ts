import type { CountStep } from '@backout/verdict';

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
