import {
  type Action,
  type Attributed,
  type Decision,
  type Guardrail,
  type Incident,
  isReverted,
  type ReasonCode,
  type Recovery,
  type Reverted,
  type Stop,
  type Verdict,
} from '@backout/incident';
import { actionOf, isAttributed, type NeverRan, neverRan, recoveryOf } from './record.ts';
import type { JobResult, JobResults, RunReport } from './run-report.ts';

type VerdictOf<Kind extends Verdict['outcome']> = Extract<Verdict, { outcome: Kind }>;

interface Outcomes {
  /** A stage stopped before there was a record. */
  readonly stopped: { readonly stop: Stop };
  readonly quiet: {
    readonly incident: Incident;
    readonly verdict: VerdictOf<'healthy' | 'superseded' | 'own-revert' | 'nothing-changed'>;
  };
  readonly 'never-ran': { readonly incident: Incident; readonly verdict: NeverRan };
  readonly undecided: {
    readonly incident: Incident;
    readonly verdict: VerdictOf<'ambiguous' | 'no-data' | 'provider-error'>;
  };
  readonly unattributed: { readonly incident: Incident; readonly stop: Stop | null };
  readonly 'would-have': {
    readonly incident: Attributed;
    readonly because: ReasonCode | 'no-revert-job';
  };
  readonly refused: { readonly incident: Attributed; readonly refusals: readonly Guardrail[] };
  readonly 'revert-lost': { readonly incident: Attributed; readonly stop: Stop | null };
  readonly 'not-reverted': {
    readonly incident: Attributed;
    readonly action: Exclude<Action, Reverted | { kind: 'refused' }>;
  };
  readonly unverified: {
    readonly incident: Attributed;
    readonly action: Reverted;
    readonly verify: JobResult;
    readonly stop: Stop | null;
  };
  readonly verified: {
    readonly incident: Attributed;
    readonly action: Reverted;
    readonly recovery: Recovery;
  };
}

export type OutcomeKind = keyof Outcomes;
export type OutcomeOf<Kind extends OutcomeKind> = {
  [K in Kind]: { readonly kind: K } & Outcomes[K];
}[Kind];

/** How a run ended, told apart as far as a reader has to do something else. */
export type Outcome = OutcomeOf<OutcomeKind>;

export function outcomeOf({ incident, stop, jobs }: RunReport): Outcome {
  if (incident === null) return { kind: 'stopped', stop };
  const { verdict } = incident;
  switch (verdict.outcome) {
    case 'regression':
      return isAttributed(incident)
        ? afterAttribution(incident, stop, jobs)
        : { kind: 'unattributed', incident, stop };
    case 'ambiguous':
    case 'no-data':
    case 'provider-error':
      return neverRan(verdict)
        ? { kind: 'never-ran', incident, verdict }
        : { kind: 'undecided', incident, verdict };
    case 'healthy':
    case 'superseded':
    case 'own-revert':
    case 'nothing-changed':
      return { kind: 'quiet', incident, verdict };
  }
}

function afterAttribution(incident: Attributed, stop: Stop | null, jobs: JobResults): Outcome {
  const action = actionOf(incident);
  const recovery = recoveryOf(incident);
  if (action === null) return afterDecision(incident, stop, jobs);
  if (action.kind === 'refused') return refusal(incident, action.decision);
  if (!isReverted(action)) return { kind: 'not-reverted', incident, action };
  return recovery === null
    ? { kind: 'unverified', incident, action, verify: jobs.verify, stop }
    : { kind: 'verified', incident, action, recovery };
}

function afterDecision(incident: Attributed, stop: Stop | null, jobs: JobResults): Outcome {
  const { decision } = incident.attribution;
  if (decision.rung !== 'revert') return refusal(incident, decision);
  return jobs.revert === 'absent'
    ? { kind: 'would-have', incident, because: 'no-revert-job' }
    : { kind: 'revert-lost', incident, stop };
}

/** "Would have been" is said only where nothing but the mode stood in the way. */
function refusal(incident: Attributed, decision: Decision): Outcome {
  const refusals = decision.guardrails.filter((guardrail) => !guardrail.passed);
  const [first] = refusals;
  return first !== undefined && refusals.every((guardrail) => guardrail.name === 'mode')
    ? { kind: 'would-have', incident, because: first.code }
    : { kind: 'refused', incident, refusals };
}
