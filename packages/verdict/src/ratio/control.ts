import type { CountStep } from '../plan.ts';
import { upperTail } from './binomial-tail.ts';
import type { NullModel } from './null-model.ts';
import { type Tally, tally } from './steps.ts';

export interface ControlRule {
  /** from 0 to 1: how sure it has to be that the new pods are worse than the old ones beside them */
  readonly confidence: number;
  /** how many times worse is the smallest effect that counts */
  readonly times: number;
}

/** What the pods of the version before served in the same steps; null where it was never told apart. */
export function controlOf(steps: readonly CountStep[]): Tally | null {
  const stable = steps.flatMap(({ control, ...step }) =>
    control === undefined ? [] : [{ ...step, ...control }],
  );
  return stable.length === 0 ? null : tally(stable);
}

/** Where new pods were told apart, only what was seen from the first of them on. */
export function assessedSteps(steps: readonly CountStep[]): readonly CountStep[] {
  const split = steps.filter(({ control }) => control !== undefined);
  return split.length === 0 ? steps : split;
}

/** What all pods served. */
export function allPods(step: CountStep): CountStep {
  const { control = { bad: 0, total: 0 } } = step;
  return { ...step, bad: step.bad + control.bad, total: step.total + control.total };
}

/**
 * Whether the old pods fail as the new ones beside them do, so that it is not the deployment. Asked of an alarm: it can
 * only take one away.
 *
 * The conditional test of two Poisson means (Przyborowski and Wilenski 1940): of all bad events those of the new pods
 * are binomial. It is asked at every look, and so against the border of what counts: new pods that are `times` worse.
 * Against "no worse at all" 45 to 96 of 300 simulated faults that hit all pods alike were called the deployment's; so
 * none at 50 requests a second, and faults of the new pods alone were found as often and as soon.
 */
export function controlFails(rule: ControlRule, steps: readonly CountStep[], model: NullModel): boolean {
  const control = controlOf(steps);
  if (control === null) return false;
  const canary = tally(assessedSteps(steps));
  const doubt = 1 - rule.confidence;
  const share = (rule.times * canary.total) / (rule.times * canary.total + control.total);
  const apart = (bad: number) => upperTail(counted(canary.bad, model), counted(bad, model), share) <= doubt;
  if (apart(control.bad)) return false;
  // Old pods that serve too little to tell them apart stand for nothing, unless they have got worse themselves.
  return (
    apart(0) ||
    upperTail(counted(control.bad, model), counted(control.total - control.bad, model), model.upper) <= doubt
  );
}

function counted(events: number, { overdispersion }: NullModel): number {
  return Math.round(events / overdispersion);
}
