import { type Aged, agedSeconds, type CountStep } from '@backout/verdict';
import type { Delta } from './deltas.ts';

export interface Span {
  readonly from: number;
  readonly to: number;
  /** about: the span is divided evenly, because a sliver at its end would hold a whole scrape's counts */
  readonly stepMs: number;
  /** null where it is not known yet */
  readonly scrapeMs: number | null;
  /** ms: when the deployment started a process; null for one that is older */
  readonly startedAt: (target: string) => number | null;
}

/** Events by steps of equal length, and in each what new processes did, by their age. */
export function countSteps(bad: readonly Delta[], total: readonly Delta[], span: Span): CountStep[] {
  const { from, to, stepMs, scrapeMs } = span;
  const count = Math.max(1, Math.round((to - from) / stepMs));
  const lengthMs = (to - from) / count;
  const indexOf = ({ at }: Delta) => Math.min(count - 1, Math.max(0, Math.ceil((at - from) / lengthMs) - 1));
  const [badIn, totalIn] = [Map.groupBy(bad, indexOf), Map.groupBy(total, indexOf)];
  return Array.from({ length: count }, (_, index): CountStep => {
    const [failed, all] = [badIn.get(index) ?? [], totalIn.get(index) ?? []];
    const aged = byAge(failed, all, { ...span, lengthMs });
    return {
      at: Math.round(from + (index + 1) * lengthMs),
      seconds: lengthMs / 1000,
      ...(scrapeMs !== null && { spread: scrapeMs / 1000 }),
      ...counted(failed, all),
      ...(aged.length > 0 && { aged }),
    };
  });
}

function byAge(bad: readonly Delta[], total: readonly Delta[], { startedAt, lengthMs }: Aging): Aged[] {
  const ageOf = ({ target, at }: Delta) => {
    const started = startedAt(target);
    const steps =
      started === null ? Number.POSITIVE_INFINITY : Math.max(1, Math.ceil((at - started) / lengthMs));
    return (steps * lengthMs) / 1000;
  };
  const [badAt, totalAt] = [Map.groupBy(bad, ageOf), Map.groupBy(total, ageOf)];
  return [...totalAt]
    .filter(([seconds]) => seconds <= agedSeconds)
    .map(([seconds, all]) => ({ seconds, ...counted(badAt.get(seconds) ?? [], all) }));
}

type Aging = Pick<Span, 'startedAt'> & { readonly lengthMs: number };

/** A selector of bad events that is no part of the total would make more of them than there are requests. */
function counted(bad: readonly Delta[], total: readonly Delta[]): { bad: number; total: number } {
  const all = sum(total);
  return { bad: Math.min(Math.max(0, sum(bad)), all), total: all };
}

function sum(deltas: readonly Delta[]): number {
  return deltas.reduce((all, { count }) => all + Math.round(count), 0);
}
