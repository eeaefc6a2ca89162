import { elevatedPeriod } from './elevated-period.ts';
import { addStep, noEvidence, type Spending, strength } from './evidence.ts';
import { logRatio, type NullModel } from './null-model.ts';
import type { CountStep } from './plan.ts';
import { ratioOf, tally } from './steps.ts';
import { isLasting } from './warm-up.ts';

export interface Alarm {
  /** ms: the onset */
  readonly from: number;
  readonly to: number;
  readonly beforeSync: boolean;
}

export interface AlarmRule {
  readonly model: NullModel;
  readonly budget: Spending;
  readonly leastEvents: number;
  /** ms */
  readonly sync: number;
}

/** Within a minute of the sync pods are cold. */
const warmUpMs = 60_000;

/**
 * The sequential test has spoken; whether its evidence is one persistent worsening of the size that matters is asked
 * of the steps themselves.
 *
 * @param steps the history's last minutes and the watch so far, oldest first
 * @param elapsed seconds that were tested
 */
export function raiseAlarm(rule: AlarmRule, steps: readonly CountStep[], elapsed: number): Alarm | null {
  const { model, sync } = rule;
  if (!isRaised(steps.slice(-1), model)) return null;
  const period = elevatedPeriod(steps, model, sync);
  if (period.sum.bad < rule.leastEvents || !isRaised(period.steps, model)) return null;
  const recent = convincing(rule, period.steps, elapsed);
  if (recent === null || !isRaised(recent, model) || !isStillRaised(recent, model)) return null;
  const whole = recent.length === period.steps.length;
  if (period.to - sync <= warmUpMs && !isLasting(recent, whole, model)) return null;
  return { from: period.from, to: period.to, beforeSync: period.beforeSync };
}

function isRaised(steps: readonly CountStep[], model: NullModel): boolean {
  return ratioOf(tally(steps)) > model.leastRatio;
}

const recentSeconds = 30;

/** The last half minute is better explained by the raised ratio than by the old one. */
function isStillRaised(steps: readonly CountStep[], model: NullModel): boolean {
  const worse = Math.min(0.999, ratioOf(tally(steps)));
  return logRatio(tally(newest(steps, recentSeconds)), worse, model.upper) > 0;
}

/**
 * The newest part of the period, half a minute or as much more as it takes to convince by itself: what a warm-up or a
 * fault that is over left behind does not add to a chance cluster.
 */
function convincing(
  { model, budget }: AlarmRule,
  period: readonly CountStep[],
  elapsed: number,
): readonly CountStep[] | null {
  for (let seconds = recentSeconds; ; seconds *= 2) {
    const recent = newest(period, seconds);
    const fresh = { ...noEvidence(model), elapsed: Math.max(0, elapsed - tally(recent).seconds) };
    const alone = recent.reduce((sum, step) => addStep(sum, step, model, budget), fresh);
    if (strength(alone) >= budget.threshold) return recent;
    if (recent.length === period.length) return null;
  }
}

function newest(steps: readonly CountStep[], seconds: number): readonly CountStep[] {
  const end = steps.at(-1)?.at ?? 0;
  return steps.filter((step) => step.at > end - seconds * 1000);
}
