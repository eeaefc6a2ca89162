import type { CountStep, LeastEffect } from '../plan.ts';
import type { Spending } from './evidence.ts';
import { type NullModel, nullModel } from './null-model.ts';
import { advance, begin, ratioTest } from './ratio-test.ts';
import { merge } from './steps.ts';

export interface Calibration {
  readonly moments: number;
  readonly alarms: number;
}

const stepSeconds = 10;
/** Two hours say how quiet a signal is; learning from ever more of them costs the square of it. */
const newestSteps = (2 * 3600) / stepSeconds;
/** A moment learns from a quarter of the history at least, and from three minutes. */
const learnedShare = 0.25;
const leastLearned = 18;
/** Three minutes are replayed after each moment. */
const replayed = 18;

/** What has been learned holds for a minute of moments: learning is the dear part. */
const relearn = 6;

/**
 * The same test at moments of the past at which nothing was deployed: each learns from what lay before it and watches
 * what came after. It is told and vetoes nothing: as a veto it cost a fifth of the recall on recorded releases.
 */
export function calibrate(history: readonly CountStep[], least: LeastEffect, budget: Spending): Calibration {
  const steps = merge(history, stepSeconds).slice(-newestSteps);
  const first = Math.max(leastLearned, Math.ceil(steps.length * learnedShare));
  let moments = 0;
  let alarms = 0;
  let model: NullModel | null = null;
  for (let moment = first; moment < steps.length - 3; moment++) {
    if (model === null || (moment - first) % relearn === 0) model = nullModel(steps.slice(0, moment), least);
    moments++;
    const past = steps.slice(Math.max(0, moment - replayed), moment);
    const next = steps.slice(moment, moment + replayed);
    if (wouldAlarm(model, past, next, { least, budget })) alarms++;
  }
  return { moments, alarms };
}

interface Rule {
  readonly least: LeastEffect;
  readonly budget: Spending;
}

/** Whether the test alarms somewhere in `next`, which followed on `past`. */
export function wouldAlarm(
  model: NullModel,
  past: readonly CountStep[],
  next: readonly CountStep[],
  rule: Rule,
): boolean {
  const sync = past.at(-1)?.at ?? 0;
  const settings = { ...rule, conditions: null, sync, synced: sync };
  const test = ratioTest(model, past, { ...settings, warmUpMs: Number.POSITIVE_INFINITY });
  let progress = begin(test);
  for (const step of next) {
    progress = advance(test, progress, [step]);
    if (progress.alarm !== null) return true;
  }
  return false;
}
