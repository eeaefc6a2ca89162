import type { CountStep } from '../plan.ts';
import type { NullModel } from './null-model.ts';

/**
 * The sequential test of a ratio: an e-detector.
 *
 * For each of ten worse ratios the likelihood ratio against the null is multiplied up, and at every step a fresh copy
 * starts with a small weight, so that a late onset is not buried under good minutes. Weights and hypotheses sum to at
 * most one, so the mean of the ten is an e-process: under the null it exceeds 1/alpha with a probability of at most
 * alpha, however often somebody looks (Ville 1939; mixtures: Robbins 1970; restarts: Shin, Ramdas and Rinaldo 2024,
 * "E-detectors"). Dividing the log-likelihood by the over-dispersion and capping a step only take evidence away.
 *
 * The cap makes about twelve seconds of bad requests necessary, whatever the length of a look: one burst, however
 * violent, is not a regression. Without it 561 of 20,000 simulated watches with bursts alarmed.
 */
export interface Evidence {
  /** one product a hypothesis */
  readonly products: readonly number[];
  /** seconds tested so far */
  readonly elapsed: number;
  /** the share of the false-alarm budget that the restarts have used */
  readonly spent: number;
}

export interface Spending {
  /** ln(1 / alpha of this signal) */
  readonly threshold: number;
  /** nats that the least seconds of bad requests bring at most */
  readonly full: number;
  /** how many times of what an alarm takes at least that is */
  readonly headroom: number;
  /** nats that one step can bring at most */
  readonly perStep: number;
  readonly horizonSeconds: number;
}

/** A fault that a release brings mostly shows in the first minute: half of the restarts' weight lies there. */
const firstSeconds = 60;

const leastSeconds = 12;

/**
 * A burst is seen by scrapes for as long as it lasted and for the time between two of them, and the step in which the
 * first of these lies began before it. All of that may bring no more than an alarm takes. Without it a warm-up of five
 * seconds alarmed in all of 40 simulated watches of ten pods with scrapes a minute apart, a burst of four in 36.
 */
function capOf({ spread, seconds }: CountStep, { full, perStep, headroom }: Spending): number {
  const smeared = spread === undefined ? 0 : headroom * (spread + seconds);
  return Math.min((full * seconds) / (leastSeconds + smeared), perStep);
}

/** Two steps are the least, and reach the threshold with a tenth to spare. */
const shareOfStep = 0.55;

/** Enough for any restart weight and for a mixture of which only a few hypotheses fit. */
const slack = Math.log(10) + 4;

const largest = 1e280;

/**
 * @param alpha of all signals and applications together; the caps depend on it alone, so that one signal more can
 *   only make the test of another one stricter
 */
export function spending(alpha: number, shares: number, horizonMs: number): Spending {
  const full = Math.log(1 / alpha) + slack;
  return {
    threshold: Math.log(shares / alpha),
    full,
    headroom: full / Math.log(1 / alpha),
    perStep: full * shareOfStep,
    horizonSeconds: horizonMs / 1000,
  };
}

export function noEvidence(model: NullModel): Evidence {
  return { products: model.hypotheses.map(() => 0), elapsed: 0, spent: 0 };
}

export function addStep(evidence: Evidence, step: CountStep, model: NullModel, budget: Spending): Evidence {
  const cap = capOf(step, budget);
  const restart = weight(evidence.elapsed, step.seconds, budget.horizonSeconds);
  const good = step.total - step.bad;
  return {
    products: model.hypotheses.map(({ perBad, perGood }, index) => {
      const gain = Math.min(cap, step.bad * perBad + good * perGood);
      return Math.min(largest, ((evidence.products[index] ?? 0) + restart) * Math.exp(gain));
    }),
    elapsed: evidence.elapsed + step.seconds,
    spent: evidence.spent + restart,
  };
}

/** In nats. */
export function mixtureStrength({ products }: Evidence): number {
  if (products.length === 0) return Number.NEGATIVE_INFINITY;
  return Math.log(products.reduce((sum, product) => sum + product, 0) / products.length);
}

/** Weight of an onset in this stretch of time, a density: looks of half a second and of a minute spend the same. */
function weight(from: number, seconds: number, horizon: number): number {
  const early = overlap(from, seconds, Math.min(firstSeconds, horizon));
  const any = overlap(from, seconds, horizon);
  return early / Math.min(firstSeconds, horizon) / 2 + any / horizon / 2;
}

function overlap(from: number, seconds: number, until: number): number {
  return Math.max(0, Math.min(from + seconds, until) - from);
}
