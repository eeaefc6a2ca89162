import type { CountStep } from '../plan.ts';
import { type Evidence, mixtureStrength, type Spending } from './evidence.ts';
import type { NullModel } from './null-model.ts';
import { isSpread, sharesOf, sparseStrength, spentBy } from './sparse.ts';
import type { Tally } from './steps.ts';

type Counts = Pick<Tally, 'bad' | 'total'>;

/**
 * Nats of the stronger of the two tests, each with its part of the budget where there are two; an alarm takes
 * `budget.threshold`.
 *
 * @param observed what `evidence` was gathered from
 */
export function strength(model: NullModel, evidence: Evidence, observed: Counts, budget: Spending): number {
  const mixture = mixtureOf(model, evidence);
  return model.sparse === null
    ? mixture
    : Math.max(mixture, sparseStrength(model.sparse, observed, elapsedShare(evidence, budget)));
}

/**
 * The same as nats of an e-value, for people: what the second test says is a chance, and one of 1 in 100 is no odds of
 * 100 to 1. It is worth 1 / (2 sqrt(p)) (Vovk and Wang 2021, "E-values: calibration, combination and applications").
 */
export function odds(model: NullModel, evidence: Evidence, observed: Counts, budget: Spending): number {
  const mixture = mixtureOf(model, evidence);
  if (model.sparse === null) return mixture;
  const chance = sparseStrength(model.sparse, observed, elapsedShare(evidence, budget));
  return Math.max(mixture, chance / 2 - Math.LN2);
}

/** The share of the signal's budget that the looks so far have used. */
export function spentShare({ sparse }: NullModel, evidence: Evidence, budget: Spending): number {
  const shares = sharesOf(sparse);
  return shares.mixture * evidence.spent + shares.sparse * spentBy(elapsedShare(evidence, budget));
}

interface Gathered {
  readonly evidence: Evidence;
  readonly observed: Counts;
  /** what `evidence` was gathered from; asked for only where it matters */
  readonly steps: () => readonly CountStep[];
}

/** Whether a watch has what an alarm takes; for the second test errors that come together count once as well. */
export function isConvincing(
  model: NullModel,
  { evidence, observed, steps }: Gathered,
  budget: Spending,
): boolean {
  if (strength(model, evidence, observed, budget) < budget.threshold) return false;
  if (model.sparse === null || mixtureOf(model, evidence) >= budget.threshold) return true;
  return isSpread(model.sparse, steps(), elapsedShare(evidence, budget));
}

function mixtureOf({ sparse }: NullModel, evidence: Evidence): number {
  return mixtureStrength(evidence) + Math.log(sharesOf(sparse).mixture);
}

function elapsedShare({ elapsed }: Evidence, { horizonSeconds }: Spending): number {
  return Math.min(1, elapsed / horizonSeconds);
}
