import { type Finding, type Instant, milliseconds, type Verdict } from '@backout/incident';
import type { GaugePoint } from '../gauge/forecast.ts';
import { isOutside } from '../gauge/normal-range.ts';
import type { CountStep, Reading, SignalPlan } from '../plan.ts';
import { type Exclusion, excluded, excludeStep, noExclusion } from '../ratio/exclusion.ts';
import { logRatio, type NullModel } from '../ratio/null-model.ts';
import { add, nothing, ratioOf, type Tally } from '../ratio/steps.ts';
import { recoveryFinding } from './recovery-finding.ts';
import { ofAllPods, relapse, type Witness, witnessesOf } from './witness.ts';

/** The watch turned round: how long all signals have been as they were before the bad deployment. */
export interface RecoveryWatch {
  readonly stableForMs: number;
  readonly signals: readonly SignalRecovery[];
  /** When the first look of the unbroken run of quiet ones was. */
  readonly quietSince: Instant | null;
  readonly newest: Instant | null;
}

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

export interface RecoveryPlan {
  readonly plans: readonly SignalPlan[];
  readonly verdict: Verdict;
  readonly stableForMs: number;
}

export function openRecovery({ plans, verdict, stableForMs }: RecoveryPlan): RecoveryWatch {
  return { stableForMs, signals: witnessesOf(plans, verdict).map(fresh), quietSince: null, newest: null };
}

function fresh(witness: Witness): SignalRecovery {
  const { series } = witness.finding;
  const counts = { observed: nothing, exclusion: noExclusion, steps: [], points: [] };
  return { witness, ...counts, checks: 0, failures: 0, series };
}

/**
 * A look in which any signal is worse than before the deployment starts the window again, counts and all. A look that
 * could not read one of them says nothing: what happened meanwhile is in the counts of the next one.
 */
export function lookRecovery(
  watch: RecoveryWatch,
  { at, readings }: { readonly at: Instant; readonly readings: readonly Reading[] },
): RecoveryWatch {
  const read = watch.signals.map((signal) => ({ signal, reading: readingOf(signal.witness, readings) }));
  if (read.some(({ reading }) => reading === undefined || reading.kind === 'unread')) return watch;
  const signals = read.map(({ signal, reading }) => take(signal, reading));
  const elevated = read.some(({ signal, reading }) => isElevated(signal, reading));
  return elevated
    ? { ...watch, signals: watch.signals.map(({ witness }) => fresh(witness)), quietSince: null, newest: at }
    : { ...watch, signals, quietSince: watch.quietSince ?? at, newest: at };
}

function readingOf({ plan }: Witness, readings: readonly Reading[]): Reading | undefined {
  return readings.find(({ signal }) => signal === plan.signal);
}

/** In this look, or in all looks of the window together: at half a request a second no look shows two failures. */
function isElevated({ witness, observed }: SignalRecovery, reading: Reading | undefined): boolean {
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

function take(signal: SignalRecovery, reading: Reading | undefined): SignalRecovery {
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

export type RecoveryState =
  | { readonly kind: 'waiting'; readonly findings: readonly Finding[] }
  | {
      readonly kind: 'stable';
      readonly recoveredAt: Instant;
      readonly provenAt: Instant;
      /** Every ratio that had regressed had enough traffic to exclude the effect. */
      readonly proven: boolean;
      readonly findings: readonly Finding[];
    };

/** How many stability windows little traffic is given to prove it. */
const patience = 3;

export function recoveryOf(watch: RecoveryWatch): RecoveryState {
  const { quietSince, newest, stableForMs, signals } = watch;
  const findings = signals.map(recoveryFinding);
  if (quietSince === null || newest === null) return { kind: 'waiting', findings };
  const stableMs = milliseconds(newest) - milliseconds(quietSince);
  const proven = signals.every(isProven);
  if (stableMs < stableForMs * (proven ? 1 : patience)) return { kind: 'waiting', findings };
  return { kind: 'stable', recoveredAt: quietSince, provenAt: newest, proven, findings };
}

/** What never regressed has nothing to prove. */
function isProven({ witness, exclusion, points, checks }: SignalRecovery): boolean {
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
