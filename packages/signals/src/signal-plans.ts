import type { PolicyApplication, RatioSignal, Signal } from '@backout/policy';
import { burnLimit, type RatioPlan, type SignalPlan } from '@backout/verdict';

/** How each signal of the policy is judged. */
export function signalPlans({ signals }: Pick<PolicyApplication, 'signals'>): SignalPlan[] {
  return Object.entries(signals).map(([name, signal]) => planOf(name, signal));
}

function planOf(name: string, signal: Signal): SignalPlan {
  switch (signal.kind) {
    case 'ratio':
      return ratioPlan(name, signal);
    case 'gauge': {
      const { scale, worse, leastChange, stepMs, threshold } = signal;
      const plan = { kind: 'gauge', signal: name, scale, worse, leastChange, stepMs } as const;
      return threshold === undefined ? plan : { ...plan, threshold };
    }
    case 'health':
      return { kind: 'health', signal: name, failures: signal.failures };
  }
}

/** The lowest condition is a ratio that counts although its effect may be smaller than what counts without one. */
function ratioPlan(name: string, { atLeast, conditions }: RatioSignal): RatioPlan {
  if (conditions === undefined) return { kind: 'ratio', signal: name, atLeast };
  const { failAbove, reviewAbove, objective, decide } = conditions;
  const burn = objective === null ? null : burnLimit(objective);
  const above = Math.min(...[failAbove, reviewAbove, burn].filter((ratio) => ratio !== null));
  const aboveAlone = decide === 'threshold';
  return { kind: 'ratio', signal: name, atLeast: { ...atLeast, above, aboveAlone }, conditions };
}
