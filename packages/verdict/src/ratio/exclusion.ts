import type { CountStep } from '../plan.ts';
import { logRatio, type NullModel } from './null-model.ts';

/** Evidence that the ratio is below the smallest one that would matter, since the start or since a burst. */
export interface Exclusion {
  /** log of an e-value: a mixture over when the effect went away */
  readonly nats: number;
  readonly seconds: number;
  readonly total: number;
}

/** Half of the weight is on the start: where there is no burst, the mixture costs 0.7 nats. */
const weightOfStart = 0.5;
/** The other half lies on later moments with the density T / (T + s)^2: a burst in the first minute costs about 3 nats. */
const burstSeconds = 60;

export const noExclusion: Exclusion = { nats: Math.log(weightOfStart), seconds: 0, total: 0 };

/** 1 in 20: if the effect were there, it would be excluded by mistake with at most 5 %, at whatever look (Ville 1939). */
const threshold = Math.log(20);

/** Health of long ago must not outweigh what is happening now. */
const most = 2 * threshold;

/**
 * The sequential likelihood-ratio test turned round (the effect is the null), started anew at every step with a share
 * of the weight, so that errors that came and went do not outweigh all that follows.
 */
export function excludeStep(before: Exclusion, step: CountStep, model: NullModel): Exclusion {
  const gain = logRatio(step, model.ratio, model.leastRatio) / model.overdispersion;
  const seconds = before.seconds + step.seconds;
  const restart = (1 - weightOfStart) * (later(before.seconds) - later(seconds));
  const nats = Math.log(Math.exp(before.nats) + restart) + gain;
  return { nats: Math.min(most, nats), seconds, total: before.total + step.total };
}

/** The share of the weight that lies after so many seconds. */
function later(seconds: number): number {
  return burstSeconds / (burstSeconds + seconds);
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
