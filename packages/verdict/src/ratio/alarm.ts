import type { Conditions, CountStep } from '../plan.ts';
import { type ColdPods, coldPods, isWarmUp, warmSteps } from './cold-pods.ts';
import { type Band, bandOf } from './conditions.ts';
import { type ControlRule, controlFails } from './control.ts';
import { elevatedPeriod } from './elevated-period.ts';
import { addStep, noEvidence, type Spending } from './evidence.ts';
import { logRatio, type NullModel } from './null-model.ts';
import { ratioOf, tally } from './steps.ts';
import { strength } from './strength.ts';

export interface Alarm {
  /** ms: the onset */
  readonly from: number;
  readonly to: number;
  readonly beforeSync: boolean;
  readonly band: Band;
}

/** An alarm, unless the pods of the version before fail as well. */
export type Raised = Alarm | 'control-fails-too';

export interface AlarmRule {
  readonly model: NullModel;
  readonly budget: Spending;
  readonly leastEvents: number;
  readonly conditions: Conditions | null;
  /** the ratio from which on the effect counts without any condition */
  readonly effect: number;
  /** all of it that was read, for windows of an hour */
  readonly history: readonly CountStep[];
  /** ms */
  readonly sync: number;
  /** ms: when the sync had ended; the last pods start about then */
  readonly synced: number;
  readonly control?: ControlRule | undefined;
}

/**
 * The sequential test has spoken; whether its evidence is one persistent worsening of the size that matters is asked
 * of the steps themselves.
 *
 * @param steps the history's last minutes and the watch so far, oldest first
 * @param elapsed seconds that were tested
 * @param rollingUntil ms: when pods were last being replaced
 */
export function raiseAlarm(
  rule: AlarmRule,
  steps: readonly CountStep[],
  elapsed: number,
  rollingUntil = Number.NEGATIVE_INFINITY,
): Raised | null {
  const { model, sync, control } = rule;
  if (!isRaised(steps.slice(-1), model)) return null;
  const period = elevatedPeriod(steps, model, sync);
  if (period.sum.bad < rule.leastEvents || !isRaised(period.steps, model)) return null;
  const { from, to, beforeSync } = period;
  const cold = coldPods(steps, rule.synced, rollingUntil);
  const persistent = suffixes(period.steps, cold).some(
    (recent) =>
      isRaised(recent, model) &&
      isStillRaised(recent, model) &&
      convinces(rule, recent, elapsed) &&
      !isWarmUp(recent, period, model, cold),
  );
  const band = persistent ? bandOf(rule.conditions, raised(rule, period.steps)) : null;
  if (band === null) return null;
  if (control !== undefined && !beforeSync && controlFails(control, period.steps, model))
    return 'control-fails-too';
  return { from, to, beforeSync, band };
}

function raised({ history, effect, sync }: AlarmRule, period: readonly CountStep[]) {
  const first = Math.min(sync, period[0]?.at ?? sync);
  return { period, hour: [...history.filter(({ at }) => at < first), ...period], effect };
}

const recentSeconds = 30;

/**
 * The newest half minute of the period, the newest minute, two, ..., all of it. One of them has to say it all by
 * itself: what a warm-up or a fault that is over left behind does not add to a chance cluster.
 */
function suffixes(period: readonly CountStep[], cold: ColdPods): (readonly CountStep[])[] {
  const all: (readonly CountStep[])[] = [];
  for (let seconds = recentSeconds; all.at(-1)?.length !== period.length; seconds *= 2) {
    all.push(newest(period, seconds));
  }
  const warm = warmSteps(period, cold);
  return warm.length === 0 || warm.length === period.length ? all : [...all, warm];
}

function isRaised(steps: readonly CountStep[], model: NullModel): boolean {
  return ratioOf(tally(steps)) > model.leastRatio;
}

/** The last half minute is better explained by the raised ratio than by the old one. */
function isStillRaised(steps: readonly CountStep[], model: NullModel): boolean {
  const worse = Math.min(0.999, ratioOf(tally(steps)));
  return logRatio(tally(newest(steps, recentSeconds)), worse, model.upper) > 0;
}

/** The test again, on these steps alone. */
function convinces({ model, budget }: AlarmRule, steps: readonly CountStep[], elapsed: number): boolean {
  const fresh = { ...noEvidence(model), elapsed: Math.max(0, elapsed - tally(steps).seconds) };
  const alone = steps.reduce((sum, step) => addStep(sum, step, model, budget), fresh);
  return strength(model, alone, tally(steps), budget) >= budget.threshold;
}

function newest(steps: readonly CountStep[], seconds: number): readonly CountStep[] {
  const end = steps.at(-1)?.at ?? 0;
  return steps.filter((step) => step.at > end - seconds * 1000);
}
