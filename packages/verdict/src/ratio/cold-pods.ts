import type { CountStep } from '../plan.ts';
import { byAge, isAged, isYoung } from './by-age.ts';
import type { ElevatedPeriod } from './elevated-period.ts';
import type { NullModel } from './null-model.ts';
import { isLasting } from './warm-up.ts';

/** What is known of when pods were cold. */
export interface ColdPods {
  /** ms: the last pods start about when the sync ends, and are cold until then */
  readonly until: number;
  /** ms: what came before this moment may be the warm-ups of many pods */
  readonly held: number;
}

/** Within a minute of the sync's end, or of their own start, pods are cold. */
const warmUpMs = 60_000;

/**
 * @param synced ms: the sync's end
 * @param rollingUntil ms: when pods were last being replaced, by what Argo CD says
 */
export function coldPods(steps: readonly CountStep[], synced: number, rollingUntil: number): ColdPods {
  // Where processes are told apart, it is known without Argo CD which of them are cold.
  const held = steps.some(isAged) ? Number.NEGATIVE_INFINITY : rollingUntil;
  return { until: synced + warmUpMs, held };
}

/** Whether steps of the period are no more than what pods do that have just started. */
export function isWarmUp(
  steps: readonly CountStep[],
  period: ElevatedPeriod,
  model: NullModel,
  cold: ColdPods,
): boolean {
  return mayBeCold(steps, period, cold) && !outlasts(steps, period, model, cold);
}

/** Whether some pod was cold meanwhile, or is as far as is known. */
function mayBeCold(steps: readonly CountStep[], period: ElevatedPeriod, { until, held }: ColdPods): boolean {
  const now = steps.at(-1)?.at ?? 0;
  if (steps.some(isYoung) || now - held <= warmUpMs) return true;
  return period.to <= until && steps[0] !== undefined && beganBefore(until, steps[0]);
}

/** Asked by the age of processes where they started one after the other, else by the clock. */
function outlasts(
  steps: readonly CountStep[],
  period: ElevatedPeriod,
  model: NullModel,
  { held }: ColdPods,
): boolean {
  const aged = byAge(steps);
  if (aged !== null) return isLasting(aged, true, model);
  const after = steps.filter((step) => !beganBefore(held, step));
  return isLasting(after, after.length === period.steps.length, model);
}

/** The steps of which no part lies in the minute after the sync. */
export function warmSteps(steps: readonly CountStep[], { until }: ColdPods): readonly CountStep[] {
  return steps.filter((step) => !beganBefore(until, step));
}

function beganBefore(moment: number, step: CountStep): boolean {
  return step.at - step.seconds * 1000 < moment;
}
