import type { CountStep } from '../plan.ts';

export interface Tally {
  readonly bad: number;
  readonly total: number;
  readonly seconds: number;
}

export const nothing: Tally = { bad: 0, total: 0, seconds: 0 };

export function tally(steps: readonly CountStep[]): Tally {
  return steps.reduce<Tally>(add, nothing);
}

export function add(sum: Tally, step: Tally): Tally {
  return {
    bad: sum.bad + step.bad,
    total: sum.total + step.total,
    seconds: sum.seconds + step.seconds,
  };
}

export function ratioOf({ bad, total }: { readonly bad: number; readonly total: number }): number {
  return total === 0 ? 0 : bad / total;
}

/** A ratio of counts that may be few: half a bad event more than was seen, as under Jeffreys' prior. Never 0. */
export function expectedRatio({ bad, total }: { readonly bad: number; readonly total: number }): number {
  return (bad + 0.5) / (total + 1);
}

/** Joins neighbours until each is at least `seconds` long; a shorter rest at the end stays. */
export function merge(steps: readonly CountStep[], seconds: number): CountStep[] {
  const merged: CountStep[] = [];
  let open: Tally | null = null;
  for (const step of steps) {
    open = open === null ? step : add(open, step);
    // Scrapes are late by milliseconds: a step of 9.99 s counts as one of 10.
    if (open.seconds < seconds * 0.95) continue;
    merged.push(ending(step, open));
    open = null;
  }
  const last = steps.at(-1);
  if (open !== null && last !== undefined) merged.push(ending(last, open));
  return merged;
}

/** The last of those that were joined says what is no sum; copied once a stretch, for hours have thousands of steps. */
function ending(last: CountStep, joined: Tally): CountStep {
  return joined === last ? last : { ...last, ...joined };
}

/** The steps of a watch, newest first: a look adds one without copying the thousand before it. */
export interface Trail {
  readonly step: CountStep;
  readonly before: Trail | null;
}

/** Oldest first, at most `most` of the newest. */
export function stepsOf(trail: Trail | null, most = Number.POSITIVE_INFINITY): CountStep[] {
  const steps: CountStep[] = [];
  for (let link = trail; link !== null && steps.length < most; link = link.before) steps.push(link.step);
  return steps.reverse();
}
