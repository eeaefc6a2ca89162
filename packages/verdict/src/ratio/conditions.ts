import type { Conditions, CountStep } from '../plan.ts';
import { ratioOf, tally } from './steps.ts';

/** `marginal`: it is a regression, and what to do about it is for a person to decide. */
export type Band = 'act' | 'marginal';

export interface Raised {
  /** the raised steps, oldest first */
  readonly period: readonly CountStep[];
  /** these and an hour before them */
  readonly hour: readonly CountStep[];
  /** the ratio from which on the effect counts without any condition */
  readonly effect: number;
}

/**
 * In which band a raised ratio lies, null while it lies in none. That it is raised at all was shown by the sequential
 * test within its budget: a condition says what that means, and never that it is so.
 */
export function bandOf(conditions: Conditions | null, { period, hour, effect }: Raised): Band | null {
  const sum = tally(period);
  const ratio = ratioOf(sum);
  if (conditions === null) return ratio > effect ? 'act' : null;
  const { failAbove, forMs, objective, decide } = conditions;
  const failing = (failAbove !== null && ratio > failAbove) || (objective !== null && burns(hour, objective));
  const held = sum.seconds * 1000 >= forMs;
  switch (decide) {
    case 'threshold':
      return held ? beyondBand(conditions, ratio, failing) : null;
    case 'either':
      return eitherBand(conditions, { ratio, failing, held, effect });
  }
}

/** The condition alone; that it is worse than before the deployment the test has said. */
function beyondBand({ reviewAbove }: Conditions, ratio: number, failing: boolean): Band | null {
  if (failing) return 'act';
  return reviewAbove !== null && ratio > reviewAbove ? 'marginal' : null;
}

interface Seen {
  readonly ratio: number;
  readonly failing: boolean;
  readonly held: boolean;
  readonly effect: number;
}

function eitherBand({ reviewAbove }: Conditions, { ratio, failing, held, effect }: Seen): Band | null {
  if (failing && (held || ratio > effect)) return 'act';
  if (reviewAbove === null) return ratio > effect ? 'act' : null;
  return held && ratio > Math.min(effect, reviewAbove) ? 'marginal' : null;
}

/** A fiftieth of a month's error budget in an hour, and still going on: the page of the SRE workbook, chapter 5. */
const pageBurn = 14.4;
const burnWindowsSeconds = [300, 3600];

export function burnLimit(objective: number): number {
  return pageBurn * (1 - objective);
}

function burns(steps: readonly CountStep[], objective: number): boolean {
  const end = steps.at(-1)?.at ?? 0;
  return burnWindowsSeconds.every((seconds) => {
    const window = steps.filter(({ at }) => at > end - seconds * 1000);
    return ratioOf(tally(window)) > burnLimit(objective);
  });
}
