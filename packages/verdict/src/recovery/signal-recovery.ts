import type { GaugePoint } from '../gauge/forecast.ts';
import { isOutside } from '../gauge/normal-range.ts';
import type { CountStep, Reading } from '../plan.ts';
import { type Exclusion, excluded, excludeStep, noExclusion } from '../ratio/exclusion.ts';
import { logRatio, type NullModel } from '../ratio/null-model.ts';
import { add, nothing, ratioOf, type Tally } from '../ratio/steps.ts';
import { ofAllPods, relapse, type Witness } from './witness.ts';

/** What one signal showed since the window began. */
export interface SignalRecovery {
  readonly witness: Witness;
  readonly observed: Tally;
  readonly exclusion: Exclusion;
  readonly steps: readonly CountStep[];
  readonly points: readonly GaugePoint[];
  readonly checks: number;
  readonly failures: number;
  readonly series: string;
}

export function startAgain(witness: Witness): SignalRecovery {
  const { series } = witness.finding;
  const counts = { observed: nothing, exclusion: noExclusion, steps: [], points: [] };
  return { witness, ...counts, checks: 0, failures: 0, series };
}

/** In this look, or in all looks of the window together: at half a request a second no look shows two failures. */
export function isElevated({ witness, observed }: SignalRecovery, reading: Reading | undefined): boolean {
  if (reading?.kind === 'check') return !reading.passed;
  if (witness.kind === 'gauge' && reading?.kind === 'values') {
    return reading.points.some(({ value }) => isOutside(value, witness.normal));
  }
  if (witness.kind !== 'ratio' || reading?.kind !== 'counts') return false;
  const seen = reading.steps.reduce<Tally>(add, nothing);
  return isWorse(seen, witness.model) || isWorse(add(observed, seen), witness.model);
}

/** One bad request of ten is no relapse. */
const fewest = 2;
/** A hundred to one: there are sixty looks in a window, and a service has its everyday errors in it. */
const relapseNats = Math.log(100);

function isWorse(seen: Tally, { leastRatio, upper, overdispersion }: NullModel): boolean {
  const ratio = Math.min(0.999, ratioOf(seen));
  if (seen.bad < fewest || ratio <= Math.max(leastRatio, upper)) return false;
  return logRatio(seen, ratio, upper) / overdispersion >= relapseNats;
}

export function take(signal: SignalRecovery, reading: Reading | undefined): SignalRecovery {
  if (reading?.kind === 'check') {
    return { ...signal, checks: signal.checks + 1, failures: signal.failures + (reading.passed ? 0 : 1) };
  }
  const { witness } = signal;
  if (witness.kind === 'gauge' && reading?.kind === 'values') {
    return { ...signal, points: [...signal.points, ...reading.points], series: reading.series };
  }
  if (witness.kind !== 'ratio' || reading?.kind !== 'counts') return signal;
  return {
    ...signal,
    observed: reading.steps.reduce<Tally>(add, signal.observed),
    exclusion: reading.steps.reduce(
      (sum, step) => excludeStep(sum, step, relapse(witness, ofAllPods(witness))),
      signal.exclusion,
    ),
    steps: [...signal.steps, ...reading.steps],
    series: reading.series,
  };
}

/** What never regressed has nothing to prove. */
export function isProven({ witness, exclusion, points, checks }: SignalRecovery): boolean {
  if (witness.finding.outcome !== 'regression') return true;
  switch (witness.kind) {
    case 'ratio':
      return excluded(exclusion);
    case 'gauge':
      return points.length > 0;
    case 'health':
      return checks > 0;
  }
}
