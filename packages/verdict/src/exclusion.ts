import { logRatio, type NullModel } from './null-model.ts';
import type { CountStep } from './plan.ts';

/** Evidence that the ratio is below the smallest one that would matter. */
export interface Exclusion {
  readonly nats: number;
  readonly total: number;
}

export const noExclusion: Exclusion = { nats: 0, total: 0 };

/** 1 in 20: if the effect were there, it would be excluded by mistake with at most 5 %, at whatever look (Wald 1945). */
const threshold = Math.log(20);

export function excludeStep(before: Exclusion, step: CountStep, model: NullModel): Exclusion {
  const gain = logRatio(step, model.ratio, model.leastRatio) / model.overdispersion;
  return { nats: before.nats + gain, total: before.total + step.total };
}

export function excluded({ nats }: Exclusion): boolean {
  return nats >= threshold;
}

/** How many requests the exclusion takes on average where nothing has changed. */
export function enoughTraffic({ ratio, leastRatio, overdispersion }: NullModel): number {
  return (overdispersion * threshold) / divergence(ratio, leastRatio);
}

function divergence(a: number, b: number): number {
  if (b >= 1) return 0;
  return a * Math.log(a / b) + (1 - a) * Math.log((1 - a) / (1 - b));
}
