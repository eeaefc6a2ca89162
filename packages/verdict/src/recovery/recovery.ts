import { type Finding, type Instant, milliseconds, type Verdict } from '@backout/incident';
import type { Reading, SignalPlan } from '../plan.ts';
import { recoveryFinding } from './recovery-finding.ts';
import { isElevated, isProven, type SignalRecovery, startAgain, take } from './signal-recovery.ts';
import { type Witness, witnessesOf } from './witness.ts';

/** The watch turned round: how long all signals have been as they were before the bad deployment. */
export interface RecoveryWatch {
  readonly stableForMs: number;
  readonly signals: readonly SignalRecovery[];
  /** When the first look of the unbroken run of quiet ones was. */
  readonly quietSince: Instant | null;
  readonly newest: Instant | null;
}

export interface RecoveryPlan {
  readonly plans: readonly SignalPlan[];
  readonly verdict: Verdict;
  readonly stableForMs: number;
}

export function openRecovery({ plans, verdict, stableForMs }: RecoveryPlan): RecoveryWatch {
  return {
    stableForMs,
    signals: witnessesOf(plans, verdict).map(startAgain),
    quietSince: null,
    newest: null,
  };
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
    ? {
        ...watch,
        signals: watch.signals.map(({ witness }) => startAgain(witness)),
        quietSince: null,
        newest: at,
      }
    : { ...watch, signals, quietSince: watch.quietSince ?? at, newest: at };
}

function readingOf({ plan }: Witness, readings: readonly Reading[]): Reading | undefined {
  return readings.find(({ signal }) => signal === plan.signal);
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
