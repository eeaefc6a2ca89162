import type { Spending } from './evidence.ts';
import type { CountStep, LeastEffect } from './plan.ts';
import { advance, begin, ratioTest } from './ratio-test.ts';
import { merge } from './steps.ts';

export interface Calibration {
  readonly moments: number;
  readonly alarms: number;
}

const stepSeconds = 10;
/** A moment learns from a quarter of the history at least, and from three minutes. */
const learnedShare = 0.25;
const leastLearned = 18;
/** Three minutes are replayed after each moment. */
const replayed = 18;

/**
 * The same test at moments of the past at which nothing was deployed: each learns from what lay before it and watches
 * what came after. It is told and vetoes nothing: as a veto it costs a fifth of the recall (facts, section 1).
 */
export function calibrate(history: readonly CountStep[], least: LeastEffect, budget: Spending): Calibration {
  const steps = merge(history, stepSeconds);
  const first = Math.max(leastLearned, Math.ceil(steps.length * learnedShare));
  let moments = 0;
  let alarms = 0;
  for (let moment = first; moment < steps.length - 3; moment++) {
    moments++;
    const next = steps.slice(moment, moment + replayed);
    if (wouldAlarm(steps.slice(0, moment), next, least, budget)) alarms++;
  }
  return { moments, alarms };
}

/** Whether the test, having learned from `past`, alarms somewhere in `next`. */
export function wouldAlarm(
  past: readonly CountStep[],
  next: readonly CountStep[],
  least: LeastEffect,
  budget: Spending,
): boolean {
  const sync = past.at(-1)?.at ?? 0;
  const test = ratioTest(past, { least, budget, sync, excludeFrom: Number.POSITIVE_INFINITY });
  let progress = begin(test);
  for (const step of next) {
    progress = advance(test, progress, [step]);
    if (progress.alarm !== null) return true;
  }
  return false;
}
