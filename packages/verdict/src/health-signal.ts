import { sha256, type UndecidedReason } from '@backout/incident';
import { type Outage, prolong } from './outage.ts';
import type { HealthPlan, Reading } from './plan.ts';

/** A pass-or-fail check in the course of a watch. */
export interface HealthState {
  readonly kind: 'health';
  readonly plan: HealthPlan;
  readonly checks: number;
  readonly failures: number;
  readonly consecutive: number;
  /** ms of the last check that passed, and of the first failure since then */
  readonly passedAt: number | null;
  readonly failedAt: number | null;
  /** ms: since when it fails beside a control that passes; null without one */
  readonly controlledSince: number | null;
  /** ms, by the runner's clock: when the failures in a row reached their limit */
  readonly alarmedAt: number | null;
  readonly outage: Outage | null;
  /** why it had nothing to say when it was asked last */
  readonly silence: UndecidedReason | null;
  readonly series: string;
}

export function openHealth(plan: HealthPlan): HealthState {
  return {
    kind: 'health',
    plan,
    checks: 0,
    failures: 0,
    consecutive: 0,
    passedAt: null,
    failedAt: null,
    controlledSince: null,
    alarmedAt: null,
    outage: null,
    silence: null,
    series: sha256(''),
  };
}

/** A check that could not be made is neither a pass nor a failure: the failures before it still stand in a row. */
export function lookHealth(state: HealthState, at: number, reading: Reading | undefined): HealthState {
  if (reading?.kind === 'unread') return { ...state, outage: prolong(state.outage, reading, at) };
  if (reading?.kind === 'nothing-new') return { ...state, outage: null, silence: reading.because ?? null };
  if (reading?.kind !== 'check') return state;
  const series = sha256(`${state.series}${reading.at}${reading.passed}`);
  const checked = { ...state, checks: state.checks + 1, outage: null, series };
  if (reading.passed) {
    const quiet = { consecutive: 0, failedAt: null, controlledSince: null, alarmedAt: null };
    return { ...checked, ...quiet, passedAt: reading.at };
  }
  const consecutive = state.consecutive + 1;
  return {
    ...checked,
    failures: state.failures + 1,
    consecutive,
    failedAt: state.failedAt ?? reading.at,
    controlledSince: reading.controlledSince ?? null,
    alarmedAt: state.alarmedAt ?? (consecutive >= state.plan.failures ? at : null),
  };
}

/** Why nothing is known of a check that has never passed or failed. */
export function whyUnchecked({ outage, silence }: HealthState): UndecidedReason {
  return outage?.reason ?? silence ?? 'no-series';
}
