import type { CountStep } from '@backout/verdict';
import type { Delta } from './deltas.ts';

export interface Span {
  readonly from: number;
  readonly to: number;
  /** about: the span is divided evenly, because a sliver at its end would hold a whole scrape's counts */
  readonly stepMs: number;
  /** null where it is not known yet */
  readonly scrapeMs: number | null;
}

/** Events by steps of equal length. */
export function countSteps(
  bad: readonly Delta[],
  total: readonly Delta[],
  { from, to, stepMs, scrapeMs }: Span,
): CountStep[] {
  const count = Math.max(1, Math.round((to - from) / stepMs));
  const lengthMs = (to - from) / count;
  const steps = Array.from({ length: count }, (_, index) => ({
    at: Math.round(from + (index + 1) * lengthMs),
    seconds: lengthMs / 1000,
    ...(scrapeMs !== null && { spread: scrapeMs / 1000 }),
    bad: 0,
    total: 0,
  }));
  const at = (delta: Delta) =>
    steps[Math.min(count - 1, Math.max(0, Math.ceil((delta.at - from) / lengthMs) - 1))];
  for (const delta of total) add(at(delta), 'total', delta.count);
  for (const delta of bad) add(at(delta), 'bad', delta.count);
  // A selector of bad events that is no part of the total would make more of them than there are requests.
  return steps.map((step) => ({ ...step, bad: Math.min(Math.max(0, step.bad), step.total) }));
}

function add(step: { bad: number; total: number } | undefined, side: 'bad' | 'total', count: number): void {
  if (step !== undefined) step[side] += Math.round(count);
}
