import { ranks } from './mann-whitney.ts';

export type EffectSize = 'meanRatio' | 'cles';

/** How large a difference is, as Kayenta measures it (`EffectSizes`, spinnaker/kayenta a69573be); NaN: not known. */
export const effectSizes = { meanRatio, cles } satisfies Record<
  EffectSize,
  (experiment: readonly number[], control: readonly number[]) => number
>;

/** Mean of the experiment over mean of the control; nothing can be said where either is zero. */
export function meanRatio(experiment: readonly number[], control: readonly number[]): number {
  const [above, below] = [mean(experiment), mean(control)];
  return above === 0 || below === 0 ? Number.NaN : above / below;
}

/** Common language effect size: how often a value of the experiment exceeds one of the control. */
function cles(experiment: readonly number[], control: readonly number[]): number {
  const m = experiment.length;
  const ascending = (values: readonly number[]) => [...values].sort((a, b) => a - b);
  const { rankSum } = ranks(ascending(experiment), ascending(control), 0);
  return (2 * rankSum - m * (m + 1)) / (2 * m * control.length);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
