import type { PolicyApplication, Signal } from '@backout/policy';
import type { SignalPlan } from '@backout/verdict';

/** How each signal of the policy is judged. */
export function signalPlans({ signals }: Pick<PolicyApplication, 'signals'>): SignalPlan[] {
  return Object.entries(signals).map(([name, signal]) => planOf(name, signal));
}

function planOf(name: string, signal: Signal): SignalPlan {
  switch (signal.kind) {
    case 'ratio':
      return { kind: 'ratio', signal: name, atLeast: signal.atLeast };
    case 'gauge': {
      const { scale, worse, leastChange, stepMs } = signal;
      return { kind: 'gauge', signal: name, scale, worse, leastChange, stepMs };
    }
    case 'health':
      return { kind: 'health', signal: name, failures: signal.failures };
  }
}
