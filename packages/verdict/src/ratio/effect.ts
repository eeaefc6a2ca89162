import type { RatioFinding } from '@backout/incident';
import { wilson } from './null-model.ts';
import { ratioOf } from './steps.ts';

type Counts = RatioFinding['observed'];

/** How much worse the observed ratio is than the base, with the 95 % interval of the difference. */
export function effectOf(base: Counts, observed: Counts, overdispersion: number): RatioFinding['effectBp'] {
  const [before, after] = [ratioOf(base), ratioOf(observed)];
  const [low, high] = wilson(observed.bad / overdispersion, observed.total / overdispersion, 1.96);
  return {
    ratio: before === 0 ? null : basisPoints(after / before),
    absolute: basisPoints(after - before),
    interval: [basisPoints(low - before), basisPoints(high - before)],
  };
}

export function basisPoints(ratio: number): number {
  return Math.round(ratio * 10_000);
}
