import type { Series } from './answers.ts';
import { type ProcessStep, processSteps } from './process-steps.ts';

/** How fast a process counts while nothing is odd, events a millisecond. */
export interface OwnRate {
  readonly most: number;
  readonly usual: number;
}

/** Null where no step tells it. */
export function ownRate(steps: readonly ProcessStep[]): OwnRate | null {
  const rates = steps
    .filter((step, index) => !falls(step) && !falls(steps[index - 1]) && !falls(steps[index + 1]))
    .map(({ from, at, before, after }) => (after - before) / (at - from))
    .sort((a, b) => a - b);
  const [most, usual] = [rates.at(-1), rates[Math.floor(rates.length / 2)]];
  return most === undefined || usual === undefined ? null : { most, usual };
}

/** That of all processes: one may be told to do what another one did, and may not live long enough to tell. */
export function fastest(rates: Iterable<OwnRate | null>): OwnRate | null {
  const known = [...rates].filter((rate) => rate !== null);
  if (known.length === 0) return null;
  return {
    most: Math.max(...known.map(({ most }) => most)),
    usual: Math.max(...known.map(({ usual }) => usual)),
  };
}

/** What rises beside a fall may be the way back from it. */
export function falls(step: ProcessStep | undefined): boolean {
  return step !== undefined && step.after < step.before;
}

/** How fast the processes of an answer count. */
export function ratesIn(total: readonly Series[]): OwnRate | null {
  return fastest([...processSteps(total).values()].map(ownRate));
}
