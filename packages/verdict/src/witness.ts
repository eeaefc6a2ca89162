import type { HealthFinding, RatioFinding, Verdict } from '@backout/incident';
import { modelOf, type NullModel } from './null-model.ts';
import type { HealthPlan, RatioPlan, SignalPlan } from './plan.ts';

/** A signal that made the verdict, with what it is compared with: the stages after the watch read no history. */
export type Witness =
  | {
      readonly kind: 'ratio';
      readonly plan: RatioPlan;
      readonly finding: RatioFinding;
      readonly model: NullModel;
    }
  | { readonly kind: 'health'; readonly plan: HealthPlan; readonly finding: HealthFinding };

/** Every judged signal of the verdict. */
export function judged(plans: readonly SignalPlan[], { findings }: Verdict): Witness[] {
  return findings.flatMap((finding): Witness[] => {
    const plan = plans.find(({ signal }) => signal === finding.signal);
    if (finding.kind === 'ratio' && plan?.kind === 'ratio') {
      const { baseline } = finding;
      const model = modelOf(baseline, Math.max(1, baseline.overdispersionBp / 10_000), 0, plan.atLeast);
      return [{ kind: 'ratio', plan, finding, model }];
    }
    return finding.kind === 'health' && plan?.kind === 'health' ? [{ kind: 'health', plan, finding }] : [];
  });
}
