import { type Alarm, type AlarmRule, type Raised, raiseAlarm } from './alarm.ts';
import type { ControlRule } from './control.ts';
import { addStep, type Evidence, noEvidence, type Spending, strength } from './evidence.ts';
import { type Exclusion, excluded, excludeStep, noExclusion } from './exclusion.ts';
import { leastEffect, type NullModel } from './null-model.ts';
import type { Conditions, CountStep, LeastEffect } from './plan.ts';
import { add, nothing, stepsOf, type Tally, type Trail } from './steps.ts';

/** What the test of one ratio is made of; it does not change during a watch. */
export interface RatioTest extends AlarmRule {
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
  /** There would have been an alarm, but the old pods failed as the new ones did. */
  readonly controlFailed: boolean;
}

/** Onsets are sought in this much of the past; more only costs time. */
const soughtSteps = 600;
const soughtBeforeMs = 10 * 60_000;

export interface TestSettings {
  readonly least: LeastEffect;
  readonly conditions: Conditions | null;
  readonly budget: Spending;
  readonly sync: number;
  readonly synced: number;
  readonly excludeFrom: number;
  readonly control?: ControlRule | undefined;
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
    effect: leastEffect(model.ratio, least),
    history,
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
    controlFailed: false,
  };
}

/** One look: its steps, oldest first. Steps that ended before the sync belong to the past and are not tested. */
export function advance(test: RatioTest, progress: Progress, steps: readonly CountStep[]): Progress {
  const fresh = steps.filter((step) => step.at > test.sync && step.seconds > 0);
  const tested = fresh.reduce((state, step) => takeStep(test, state, step), progress);
  const raised = raisedBy(test, tested);
  return raised === 'control-fails-too'
    ? { ...tested, alarm: null, controlFailed: true }
    : { ...tested, alarm: raised };
}

export function isExcluded(progress: Progress): boolean {
  return excluded(progress.exclusion) && strength(progress.evidence) < brewing;
}

/** Evidence of twenty to one is no alarm, but nothing that is called healthy either. */
const brewing = Math.log(20);

function takeStep(test: RatioTest, before: Progress, step: CountStep): Progress {
  const { model } = test;
  const progress = step.control === undefined ? before : ofNewPods(test, before);
  return {
    ...progress,
    evidence: addStep(progress.evidence, step, model, test.budget),
    exclusion:
      step.at - step.seconds * 1000 >= test.excludeFrom
        ? excludeStep(progress.exclusion, step, model)
        : progress.exclusion,
    trail: { step, before: progress.trail },
    observed: add(progress.observed, step),
  };
}

/** What was seen before the first new pod served was of the old ones, and speaks neither for the deployment nor against it. */
function ofNewPods(test: RatioTest, progress: Progress): Progress {
  if (progress.trail === null || progress.trail.step.control !== undefined) return progress;
  const { trail, evidence } = progress;
  const { elapsed, spent } = evidence;
  return { ...begin(test), trail, evidence: { ...noEvidence(test.model), elapsed, spent } };
}

function raisedBy(test: RatioTest, { evidence, alarm, trail }: Progress): Raised | null {
  if (strength(evidence) < test.budget.threshold) return null;
  return alarm ?? raiseAlarm(test, [...test.before, ...stepsOf(trail, soughtSteps)], evidence.elapsed);
}
