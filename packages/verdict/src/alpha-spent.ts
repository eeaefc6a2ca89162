import { spentShare } from './ratio/strength.ts';
import type { SignalState } from './watch.ts';

/** What the looks so far have used of the false-alarm budget, rounded up. */
export function alphaSpentPerMillion(states: readonly SignalState[]): number {
  const spent = states.map((state) =>
    state.kind === 'ratio' && state.test !== null && state.progress !== null
      ? spentShare(state.test.model, state.progress.evidence, state.budget) *
        Math.exp(-state.budget.threshold)
      : 0,
  );
  return Math.ceil(spent.reduce((sum, share) => sum + share, 0) * 1_000_000);
}
