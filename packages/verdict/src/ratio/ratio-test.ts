import type { Conditions, CountStep, LeastEffect } from '../plan.ts';
import { type Alarm, type AlarmRule, type Raised, raiseAlarm } from './alarm.ts';
import { withoutYoung } from './by-age.ts';
import { assessedSteps, type ControlRule } from './control.ts';
import { addStep, type Evidence, mixtureStrength, noEvidence, type Spending } from './evidence.ts';
import { type Exclusion, excluded, excludeStep, noExclusion } from './exclusion.ts';
import { leastEffect, type NullModel } from './null-model.ts';
import { add, nothing, stepsOf, type Tally, type Trail } from './steps.ts';
import { isConvincing, odds } from './strength.ts';

/** What the test of one ratio is made of; it does not change during a watch. */
export interface RatioTest extends AlarmRule {
  /** ms: after the sync's end, and for every process after its start; the effect is excluded from what comes later */
  readonly warmUpMs: number;
  /** the last minutes of the history, to see whether an onset lies before the sync */
  readonly before: readonly CountStep[];
}

export interface Progress {
  readonly evidence: Evidence;
  readonly exclusion: Exclusion;
  readonly trail: Trail | null;
  /** of the time before the sync, told only after it: an onset may lie in it */
  readonly late: readonly CountStep[];
  readonly observed: Tally;
  /** Both without what young processes did: it is no evidence of health, and none against it that lasts. */
  readonly warm: { readonly evidence: Evidence; readonly observed: Tally };
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
  readonly warmUpMs: number;
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
  const evidence = noEvidence(test.model);
  return {
    evidence,
    exclusion: noExclusion,
    trail: null,
    late: [],
    observed: nothing,
    warm: { evidence, observed: nothing },
    alarm: null,
    controlFailed: false,
  };
}

/** Whether pods are being replaced, by what Argo CD says. */
export interface Rolling {
  readonly now: boolean;
  /** ms: when they last were; undefined where that is not known, or too long to be waited for */
  readonly until: number | undefined;
}

const still: Rolling = { now: false, until: undefined };

/** One look: its steps, oldest first. Steps that ended before the sync belong to the past, and only an onset is sought in them. */
export function advance(
  test: RatioTest,
  progress: Progress,
  steps: readonly CountStep[],
  rolling: Rolling = still,
): Progress {
  const fresh = steps.filter((step) => step.at > test.sync && step.seconds > 0);
  const known = fresh.length === steps.length ? progress : withLate(test, progress, steps);
  const taken = fresh.reduce((state, step) => takeStep(test, state, step), known);
  const tested = rolling.now && !isApart(taken) ? { ...taken, exclusion: noExclusion } : taken;
  const raised = raisedBy(test, tested, rolling.until);
  return raised === 'control-fails-too'
    ? { ...tested, alarm: null, controlFailed: true }
    : { ...tested, alarm: raised };
}

/** Where new pods are told from old ones, what was read is of the new ones; else it is of both until the rollout is over. */
function isApart({ trail }: Progress): boolean {
  return trail?.step.control !== undefined;
}

function withLate(test: RatioTest, progress: Progress, steps: readonly CountStep[]): Progress {
  const until = [...test.before, ...progress.late].at(-1)?.at ?? 0;
  const late = steps.filter(({ at, seconds }) => at > until && at <= test.sync && seconds > 0);
  return { ...progress, late: [...progress.late, ...late] };
}

export function isExcluded(progress: Progress): boolean {
  return excluded(progress.exclusion) && mixtureStrength(progress.warm.evidence) < brewing;
}

/** For people, in nats. */
export function oddsOf({ model, budget }: RatioTest, { evidence, observed }: Progress): number {
  return odds(model, evidence, observed, budget);
}

/** Evidence of twenty to one is no alarm, but nothing that is called healthy either. */
const brewing = Math.log(20);

function takeStep(test: RatioTest, before: Progress, step: CountStep): Progress {
  const { model } = test;
  const progress = step.control === undefined ? before : ofNewPods(test, before);
  const evidence = addStep(progress.evidence, step, model, test.budget);
  const warm = withoutYoung(step, test.warmUpMs / 1000);
  // Until a process was young they are the same, and reckoned once.
  const same = warm === step && progress.warm.evidence === progress.evidence;
  return {
    ...progress,
    evidence,
    exclusion:
      step.at - step.seconds * 1000 >= test.synced + test.warmUpMs
        ? excludeStep(progress.exclusion, warm, model)
        : progress.exclusion,
    trail: { step, before: progress.trail },
    observed: add(progress.observed, step),
    warm: {
      evidence: same ? evidence : addStep(progress.warm.evidence, warm, model, test.budget),
      observed: add(progress.warm.observed, warm),
    },
  };
}

/** What was seen before the first new pod served was of the old ones, and speaks neither for the deployment nor against it. */
function ofNewPods(test: RatioTest, progress: Progress): Progress {
  if (progress.trail === null || progress.trail.step.control !== undefined) return progress;
  const { trail, late } = progress;
  const { elapsed, spent } = progress.evidence;
  const evidence = { ...noEvidence(test.model), elapsed, spent };
  return { ...begin(test), trail, late, evidence, warm: { evidence, observed: nothing } };
}

function raisedBy(test: RatioTest, progress: Progress, rollingUntil: number | undefined): Raised | null {
  const { evidence, observed, alarm, trail, late } = progress;
  const gathered = { evidence, observed, steps: () => assessedSteps(stepsOf(trail)) };
  if (!isConvincing(test.model, gathered, test.budget)) return null;
  const steps = [...test.before, ...late, ...stepsOf(trail, soughtSteps)];
  return alarm ?? raiseAlarm(test, steps, evidence.elapsed, rollingUntil);
}
