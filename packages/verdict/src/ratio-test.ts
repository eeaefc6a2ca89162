import { elevatedPeriod } from './elevated-period.ts';
import { addStep, type Evidence, noEvidence, type Spending, strength } from './evidence.ts';
import { type Exclusion, excluded, excludeStep, noExclusion } from './exclusion.ts';
import type { NullModel } from './null-model.ts';
import type { CountStep, LeastEffect } from './plan.ts';
import { add, nothing, ratioOf, stepsOf, type Tally, type Trail, tally } from './steps.ts';
import { isLasting } from './warm-up.ts';

/** What the test of one ratio is made of; it does not change during a watch. */
export interface RatioTest {
  readonly model: NullModel;
  readonly budget: Spending;
  readonly leastEvents: number;
  /** ms */
  readonly sync: number;
  /** ms: the effect is excluded from what comes after the warm-up */
  readonly excludeFrom: number;
  /** the last minutes of the history, to see whether an onset lies before the sync */
  readonly before: readonly CountStep[];
}

export interface Progress {
  readonly evidence: Evidence;
  readonly exclusion: Exclusion;
  readonly trail: Trail | null;
  readonly observed: Tally;
  readonly alarm: Alarm | null;
}

export interface Alarm {
  /** ms */
  readonly from: number;
  readonly to: number;
  readonly beforeSync: boolean;
}

/** Within a minute of the sync pods are cold. */
const warmUpMs = 60_000;
/** Onsets are sought in this much of the past; more only costs time. */
const soughtSteps = 600;
const soughtBeforeMs = 10 * 60_000;

export interface TestSettings {
  readonly least: LeastEffect;
  readonly budget: Spending;
  readonly sync: number;
  readonly excludeFrom: number;
}

/** @param history as far back as an onset is sought; what was learned from it is in `model` */
export function ratioTest(
  model: NullModel,
  history: readonly CountStep[],
  settings: TestSettings,
): RatioTest {
  const { least, ...rest } = settings;
  return {
    ...rest,
    model,
    leastEvents: least.events,
    before: history.filter((step) => step.at > settings.sync - soughtBeforeMs),
  };
}

export function begin(test: RatioTest): Progress {
  return {
    evidence: noEvidence(test.model),
    exclusion: noExclusion,
    trail: null,
    observed: nothing,
    alarm: null,
  };
}

/** One look: its steps, oldest first. Steps that ended before the sync belong to the past and are not tested. */
export function advance(test: RatioTest, progress: Progress, steps: readonly CountStep[]): Progress {
  const fresh = steps.filter((step) => step.at > test.sync && step.seconds > 0);
  const tested = fresh.reduce((state, step) => takeStep(test, state, step), progress);
  return { ...tested, alarm: alarmOf(test, tested) };
}

export function isExcluded(progress: Progress): boolean {
  return excluded(progress.exclusion) && strength(progress.evidence) < brewing;
}

/** Evidence of twenty to one is no alarm, but nothing that is called healthy either. */
const brewing = Math.log(20);

function takeStep(test: RatioTest, progress: Progress, step: CountStep): Progress {
  const { model } = test;
  return {
    evidence: addStep(progress.evidence, step, model, test.budget),
    exclusion:
      step.at - step.seconds * 1000 >= test.excludeFrom
        ? excludeStep(progress.exclusion, step, model)
        : progress.exclusion,
    trail: { step, before: progress.trail },
    observed: add(progress.observed, step),
    alarm: progress.alarm,
  };
}

function alarmOf(test: RatioTest, progress: Progress): Alarm | null {
  if (strength(progress.evidence) < test.budget.threshold) return null;
  if (progress.alarm !== null) return progress.alarm;
  const { model, sync } = test;
  const newest = progress.trail?.step;
  if (newest === undefined || ratioOf(newest) <= model.leastRatio) return null;
  const period = elevatedPeriod([...test.before, ...stepsOf(progress.trail, soughtSteps)], model, sync);
  if (period.sum.bad < test.leastEvents || ratioOf(period.sum) <= model.leastRatio) return null;
  const recent = convincing(test, progress, period.steps);
  if (recent === null || ratioOf(tally(recent)) <= model.leastRatio) return null;
  const inWarmUp = period.to - sync <= warmUpMs;
  const whole = recent.length === period.steps.length;
  if (inWarmUp && !isLasting(recent, whole, model)) return null;
  return { from: period.from, to: period.to, beforeSync: period.beforeSync };
}

const recentSeconds = 30;

/**
 * The newest part of the period, half a minute or as much more as it takes to convince by itself: what a warm-up or a
 * fault that is over left behind does not add to a chance cluster.
 */
function convincing(
  test: RatioTest,
  { evidence }: Progress,
  period: readonly CountStep[],
): readonly CountStep[] | null {
  const end = period.at(-1)?.at ?? 0;
  for (let seconds = recentSeconds; ; seconds *= 2) {
    const recent = period.filter((step) => step.at > end - seconds * 1000);
    const elapsed = Math.max(0, evidence.elapsed - tally(recent).seconds);
    const fresh = { ...noEvidence(test.model), elapsed };
    const alone = recent.reduce((sum, step) => addStep(sum, step, test.model, test.budget), fresh);
    if (strength(alone) >= test.budget.threshold) return recent;
    if (recent.length === period.length) return null;
  }
}
