import type { CountStep } from '@backout/verdict';
import type { LabelledSeries } from './answers.ts';
import type { Labels } from './matching.ts';

/** Whether a series is of the pods that the deployment brought. */
export type IsNew = (labels: Labels) => boolean;

export interface CounterSeries {
  readonly total: readonly LabelledSeries[];
  readonly part: readonly LabelledSeries[];
}

/** What is counted of the new pods, and of all others. */
export function splitCanary(
  { total, part }: CounterSeries,
  isNew: IsNew,
): Record<'canary' | 'stable', CounterSeries> {
  const others = new Set(total.filter(({ labels }) => !isNew(labels)).map(({ target }) => target));
  const own = new Set(total.map(({ target }) => target).filter((target) => !others.has(target)));
  // A process that counts new requests alone fails new ones, although its counter of errors may not say so.
  const isCanary = ({ labels, target }: LabelledSeries) => isNew(labels) || own.has(target);
  const pick = (wanted: boolean) => ({
    total: total.filter((series) => isCanary(series) === wanted),
    part: part.filter((series) => isCanary(series) === wanted),
  });
  return { canary: pick(true), stable: pick(false) };
}

/** Both were counted in the same steps. */
export function withControl(canary: readonly CountStep[], stable: readonly CountStep[]): CountStep[] {
  return canary.map((step, index) => {
    const { bad = 0, total = 0 } = stable[index] ?? {};
    return { ...step, control: { bad, total } };
  });
}
