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
  type Watched,
} from '@backout/incident';
import type { JobResult, JobResults, RunReport } from './run-report.ts';

type Outcome<Kind extends Verdict['outcome']> = Extract<Verdict, { outcome: Kind }>;
type Unwritten = Exclude<Action, Reverted | { kind: 'refused' }>;

/** How a report ends, told apart as far as a reader has to do something else. */
export type Ending =
  | { readonly kind: 'stopped'; readonly stop: Stop }
  | {
      readonly kind: 'quiet';
      readonly verdict: Outcome<'healthy' | 'superseded' | 'own-revert' | 'nothing-changed'>;
    }
  | { readonly kind: 'undecided'; readonly verdict: Outcome<'ambiguous' | 'no-data' | 'provider-error'> }
  | { readonly kind: 'unattributed'; readonly stop: Stop | null }
  | { readonly kind: 'would-have'; readonly because: ReasonCode | 'no-revert-job' }
  | { readonly kind: 'refused'; readonly refusals: Guardrail[] }
  | { readonly kind: 'revert-lost'; readonly stop: Stop | null }
  | { readonly kind: 'not-reverted'; readonly action: Unwritten }
  | {
      readonly kind: 'unverified';
      readonly action: Reverted;
      readonly verify: JobResult;
      readonly stop: Stop | null;
    }
  | { readonly kind: 'verified'; readonly action: Reverted; readonly recovery: Recovery };

export function endingOf(report: RunReport): Ending {
  const { incident, stop, jobs } = report;
  if (incident === null) return { kind: 'stopped', stop };
  const { verdict } = incident;
  switch (verdict.outcome) {
    case 'regression':
      return isAttributed(incident) ? afterAttribution(incident, stop, jobs) : { kind: 'unattributed', stop };
    case 'ambiguous':
    case 'no-data':
    case 'provider-error':
      return { kind: 'undecided', verdict };
    case 'healthy':
    case 'superseded':
    case 'own-revert':
    case 'nothing-changed':
      return { kind: 'quiet', verdict };
  }
}

/** Argo CD could not run the revision: there were no signals to look at, and some of it may be live. */
export function neverRan({ verdict }: Watched): boolean {
  return (
    verdict.outcome === 'ambiguous' &&
    (verdict.reason === 'sync-failed' || verdict.reason === 'comparison-error')
  );
}

export function isAttributed(incident: Watched): incident is Attributed {
  return 'attribution' in incident;
}

export function actionOf(incident: Incident): Action | null {
  return 'action' in incident ? incident.action : null;
}

export function recoveryOf(incident: Incident): Recovery | null {
  return 'recovery' in incident ? incident.recovery : null;
}

/** The newest decision: the revert stage decides again just before it writes. */
export function decisionOf(incident: Incident): Decision | null {
  return actionOf(incident)?.decision ?? (isAttributed(incident) ? incident.attribution.decision : null);
}

function afterAttribution(incident: Attributed, stop: Stop | null, jobs: JobResults): Ending {
  const action = actionOf(incident);
  const recovery = recoveryOf(incident);
  if (action === null) return afterDecision(incident.attribution.decision, stop, jobs);
  if (action.kind === 'refused') return refusal(action.decision);
  if (!isReverted(action)) return { kind: 'not-reverted', action };
  return recovery === null
    ? { kind: 'unverified', action, verify: jobs.verify, stop }
    : { kind: 'verified', action, recovery };
}

function afterDecision(decision: Decision, stop: Stop | null, jobs: JobResults): Ending {
  if (decision.rung !== 'revert') return refusal(decision);
  return jobs.revert === 'absent'
    ? { kind: 'would-have', because: 'no-revert-job' }
    : { kind: 'revert-lost', stop };
}

/** "Would have been" is said only where nothing but the mode stood in the way. */
function refusal(decision: Decision): Ending {
  const refusals = decision.guardrails.filter((guardrail) => !guardrail.passed);
  const [first] = refusals;
  return first !== undefined && refusals.every((guardrail) => guardrail.name === 'mode')
    ? { kind: 'would-have', because: first.code }
    : { kind: 'refused', refusals };
}
