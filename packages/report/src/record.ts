import type { Action, Attributed, Decision, Incident, Recovery, Verdict, Watched } from '@backout/incident';

/** The sections of the record, as far as it got. */
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

const notRun = ['sync-failed', 'partly-synced', 'comparison-error'] as const;
type NotRun = (typeof notRun)[number];

export type NeverRan = Extract<Verdict, { outcome: 'ambiguous' }> & {
  readonly reason: NotRun;
};

/** Argo CD could not run the revision: there were no signals to look at, and some of it may be live. */
export function neverRan(verdict: Verdict): verdict is NeverRan {
  return verdict.outcome === 'ambiguous' && notRun.some((reason) => reason === verdict.reason);
}
