import { random } from '../../../verdict-random.ts';
import { type Cleaning, cleaned } from './clean.ts';
import { type EffectSize, effectSizes, meanRatio } from './effect-size.ts';
import { type Shift, shiftBetween } from './mann-whitney.ts';

/** A metric of a canary configuration. */
export interface Metric extends Cleaning {
  readonly direction: 'increase' | 'decrease' | 'either';
  readonly effectSize: EffectSize;
  readonly allowedIncrease: number;
  readonly allowedDecrease: number;
  readonly critical: boolean;
  readonly mustHaveData: boolean;
}

export type Classification = 'Pass' | 'High' | 'Low' | 'Nodata' | 'NodataFailMetric' | 'Error';

/** What the judge takes where nothing is configured: no floor on the practical size of a difference. */
export const defaults: Metric = {
  direction: 'either',
  effectSize: 'meanRatio',
  allowedIncrease: 1,
  allowedDecrease: 1,
  critical: false,
  mustHaveData: false,
  nanStrategy: 'remove',
  outliers: 'keep',
};

/** The band around no difference, as a share of the estimate; hard-coded in the judge too. */
const tolerance = 0.25;

/**
 * Whether a metric of the experiment is High or Low against the control: NetflixACAJudge-v1.0 of spinnaker/kayenta
 * a69573be, from its published source. Checked against outputs of the real classifier in `vectors.test.ts`.
 */
export function classify(
  metric: Metric,
  experiment: readonly number[],
  control: readonly number[],
): Classification {
  const e = cleaned(experiment, metric);
  const c = cleaned(control, metric);
  if (e.length === 0 || c.length === 0) return withoutData(metric);
  if (sameValues(e, c)) return 'Pass';
  const constant = isConstant(e) && isConstant(c);
  const shift = constant ? shiftBetween(withNoise(e, 1), withNoise(c, 2)) : shiftBetween(e, c);
  if (shift === null) return 'Error';
  return compared(metric, shift, effectSizes[metric.effectSize](e, c));
}

/** What the judge reports beside the classification: the ratio of the means, and 1 where a side is empty. */
export function deviation(experiment: readonly number[], control: readonly number[]): number {
  return experiment.length === 0 || control.length === 0 ? 1 : meanRatio(experiment, control);
}

function withoutData({ nanStrategy, mustHaveData, critical }: Metric): Classification {
  if (nanStrategy === 'replace') return 'Pass';
  return mustHaveData && !critical ? 'NodataFailMetric' : 'Nodata';
}

function compared(metric: Metric, { lower, upper, estimate }: Shift, effect: number): Classification {
  const band = tolerance * Math.abs(estimate);
  const upwards = metric.direction !== 'decrease';
  const downwards = metric.direction !== 'increase';
  // Negated, so that an effect that is not known (a mean of zero) counts as large enough.
  if (upwards && lower > band && !(effect < metric.allowedIncrease)) return 'High';
  if (downwards && upper < -band && !(effect > metric.allowedDecrease)) return 'Low';
  return 'Pass';
}

function sameValues(experiment: readonly number[], control: readonly number[]): boolean {
  if (experiment.length !== control.length) return isConstant([...experiment, ...control]);
  const c = [...control].sort((a, b) => a - b);
  return [...experiment].sort((a, b) => a - b).every((value, i) => value === c[i]);
}

function isConstant(values: readonly number[]): boolean {
  return values.every((value) => value === values[0]);
}

const noiseShare = 1e-5;

/** Two different constants have no ranks to speak of: the judge adds a little noise; ours is the same every time. */
function withNoise(values: readonly number[], seed: number): number[] {
  const dice = random(seed);
  const normal = () => Math.sqrt(-2 * Math.log(1 - dice.uniform())) * Math.cos(2 * Math.PI * dice.uniform());
  return values.map((value) => value + Math.abs(value) * noiseShare * normal());
}
