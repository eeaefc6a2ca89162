import type { CountStep } from '../plan.ts';
import type { NullModel } from './null-model.ts';
import { logRatio } from './null-model.ts';
import { ratioOf, type Tally, tally } from './steps.ts';

/** The stretch up to now in which the ratio was raised, by maximum likelihood of a change point. */
export interface ElevatedPeriod {
  /** its steps, the first one perhaps only partly raised */
  readonly steps: readonly CountStep[];
  readonly sum: Tally;
  /** ms: the onset lies between the end of the last quiet step and the end of the first raised one */
  readonly from: number;
  readonly to: number;
  readonly beforeSync: boolean;
}

/** e^3 = 20 times less likely: the usual 95 % of a likelihood interval. */
const intervalNats = 3;
/** A hundred to one that it was raised before the sync, from two bad events or more. */
const beforeSyncNats = Math.log(100);
const beforeSyncEvents = 2;
/** A step before the change point that the null explains badly by itself was partly raised. */
const partlyNats = 2;

/**
 * @param steps history's last minutes and the watch so far, oldest first
 * @param sync ms; steps that ended before it cannot be the deployment's
 */
export function elevatedPeriod(steps: readonly CountStep[], model: NullModel, sync: number): ElevatedPeriod {
  const firstAfter = steps.findIndex((step) => step.at > sync);
  const split = firstAfter === -1 ? steps.length : firstAfter;
  const gains = suffixGains(steps, model);
  const anywhere = argmax(gains, 0);
  const after = argmax(gains, split);
  const earlier = (gains[anywhere] ?? 0) - (gains[after] ?? 0);
  const badBefore = tally(steps.slice(anywhere, split)).bad;
  const beforeSync = anywhere < split && earlier >= beforeSyncNats && badBefore >= beforeSyncEvents;
  const best = beforeSync ? anywhere : after;
  const first = includePartly(steps, best, beforeSync ? 0 : split, model);
  const earliest = gains.findIndex(
    (gain, index) => index <= first && gain >= (gains[best] ?? 0) - intervalNats,
  );
  const quiet = steps[Math.min(first, earliest === -1 ? first : earliest)];
  const raised = steps[first];
  const period = steps.slice(first);
  return {
    steps: period,
    sum: tally(period),
    from: quiet === undefined ? 0 : quiet.at - quiet.seconds * 1000,
    to: raised?.at ?? 0,
    beforeSync,
  };
}

/** For each start: the log-likelihood gained by "raised from here on", at the ratio that fits the period best. */
function suffixGains(steps: readonly CountStep[], model: NullModel): number[] {
  let worse = raisedRatio(lastMinute(steps), model);
  let gains: number[] = [];
  for (let pass = 0; pass < 3; pass++) {
    gains = suffixSums(steps, worse, model);
    worse = raisedRatio(steps.slice(argmax(gains, 0)), model);
  }
  return gains;
}

function suffixSums(steps: readonly CountStep[], worse: number, model: NullModel): number[] {
  const sums = new Array<number>(steps.length);
  let sum = 0;
  for (let index = steps.length - 1; index >= 0; index--) {
    const step = steps[index];
    if (step !== undefined) sum += logRatio(step, worse, model.upper) / model.overdispersion;
    sums[index] = sum;
  }
  return sums;
}

function raisedRatio(steps: readonly CountStep[], model: NullModel): number {
  const lowest = Math.max(model.leastRatio, model.upper * 1.01);
  return Math.min(0.999, Math.max(lowest, ratioOf(tally(steps))));
}

function lastMinute(steps: readonly CountStep[]): CountStep[] {
  const end = steps.at(-1)?.at ?? 0;
  return steps.filter((step) => step.at > end - 60_000);
}

function argmax(values: readonly number[], from: number): number {
  let best = Math.min(from, values.length - 1);
  for (let index = from; index < values.length; index++) {
    if ((values[index] ?? 0) > (values[best] ?? 0)) best = index;
  }
  return Math.max(0, best);
}

function includePartly(
  steps: readonly CountStep[],
  start: number,
  earliest: number,
  model: NullModel,
): number {
  let first = start;
  while (first > earliest) {
    const step = steps[first - 1];
    if (step === undefined || !isPartlyRaised(step, model)) break;
    first--;
  }
  return first;
}

function isPartlyRaised(step: CountStep, model: NullModel): boolean {
  const ratio = Math.min(0.999, ratioOf(step));
  if (ratio <= model.leastRatio || ratio <= model.upper) return false;
  return logRatio(step, ratio, model.upper) / model.overdispersion >= partlyNats;
}
