import type { GaugeFinding, HealthFinding, RatioFinding, Verdict } from '@backout/incident';
import type { NormalRange } from '../gauge/normal-range.ts';
import type { GaugePlan, HealthPlan, RatioPlan, SignalPlan } from '../plan.ts';
import { modelOf, type NullModel } from '../ratio/null-model.ts';
import { ratioOf } from '../ratio/steps.ts';

/** A signal that made the verdict, with what it is compared with: the stages after the watch read no history. */
export type Witness =
  | {
      readonly kind: 'ratio';
      readonly plan: RatioPlan;
      readonly finding: RatioFinding;
      readonly model: NullModel;
    }
  | {
      readonly kind: 'gauge';
      readonly plan: GaugePlan;
      readonly finding: GaugeFinding;
      readonly normal: NormalRange;
    }
  | { readonly kind: 'health'; readonly plan: HealthPlan; readonly finding: HealthFinding };

/** Every judged signal of the verdict. */
export function witnessesOf(plans: readonly SignalPlan[], { findings }: Verdict): Witness[] {
  return findings.flatMap((finding): Witness[] => {
    const plan = plans.find(({ signal }) => signal === finding.signal);
    if (finding.kind === 'ratio' && plan?.kind === 'ratio') {
      return [{ kind: 'ratio', plan, finding, model: modelAgain(finding, plan) }];
    }
    if (finding.kind === 'gauge' && plan?.kind === 'gauge') {
      return [{ kind: 'gauge', plan, finding, normal: rangeOf(finding) }];
    }
    return finding.kind === 'health' && plan?.kind === 'health' ? [{ kind: 'health', plan, finding }] : [];
  });
}

/**
 * The model for the question whether the regression is over: what has to be excluded is not the smallest effect that
 * matters but that it is still there, or half of it. What was observed is a little too high: it was chosen for that.
 */
export function relapse(
  { finding, model }: RatioWitness,
  observed: RatioFinding['observed'] = finding.observed,
): NullModel {
  return { ...model, leastRatio: Math.min(0.999, Math.max(model.leastRatio, ratioOf(observed) / 2)) };
}

/** What all pods served together while it was watched: whether it is over is asked of all of them. */
export function ofAllPods({ finding: { observed, control } }: RatioWitness): RatioFinding['observed'] {
  return control === null
    ? observed
    : { bad: observed.bad + control.bad, total: observed.total + control.total };
}

type RatioWitness = Extract<Witness, { kind: 'ratio' }>;

function modelAgain({ baseline }: RatioFinding, { atLeast }: RatioPlan): NullModel {
  const overdispersion = Math.max(1, baseline.overdispersionBp / 10_000);
  return modelOf(baseline, overdispersion, atLeast, {
    drift: 0,
    seasonalFactor: baseline.seasonalFactorBp / 10_000,
  });
}

function rangeOf({ normal: { low, high } }: GaugeFinding): NormalRange {
  return { low: low === null ? null : Number(low), high: high === null ? null : Number(high) };
}
