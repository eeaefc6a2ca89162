import type { Guardrail, Incident, Recovery, Stop, UndecidedReason } from '@backout/incident';
import { guiltyPulls } from './culprit.ts';
import { type Ending, endingOf } from './ending.ts';
import { isOver } from './next.ts';
import type { RunReport } from './run-report.ts';
import { isFault } from './stopped.ts';

export interface Routing {
  /** On each pull request of `guiltyPulls()`. */
  readonly comment: boolean;
  /** The escalation: somebody has to look. */
  readonly issue: boolean;
  readonly summary: true;
}

/** Who hears of it. A healthy deployment, and one that nobody can learn from, is a commit status and a summary. */
export function whatToTell(report: RunReport): Routing {
  const { incident } = report;
  return {
    comment: incident !== null && deservesComment(incident),
    issue: deservesIssue(report),
    summary: true,
  };
}

function deservesComment(incident: Incident): boolean {
  return incident.verdict.outcome === 'regression' && guiltyPulls(incident).length > 0;
}

function deservesIssue(report: RunReport): boolean {
  const laterFault = report.incident !== null && report.stop !== null && isFault(report.stop);
  return needsSomebody(endingOf(report)) || laterFault;
}

function needsSomebody(ending: Ending): boolean {
  switch (ending.kind) {
    case 'stopped':
      return isFault(ending.stop as Stop);
    case 'quiet':
    case 'would-have':
      return false;
    case 'undecided':
      return worthSomebody[ending.verdict.reason];
    case 'unattributed':
    case 'revert-lost':
      return true;
    case 'refused':
      return needsDecision(ending.refusals);
    case 'not-reverted':
      return ending.action.kind !== 'already-reverted';
    case 'unverified':
      return ending.verify !== 'absent';
    case 'verified':
      return escalates[ending.recovery.outcome];
  }
}

/** In the modes that only watch nobody is woken; what is over, or somebody else's by now, needs nobody either. */
function needsDecision(refusals: readonly Guardrail[]): boolean {
  const watching = refusals.some((refusal) => refusal.name === 'mode');
  return !watching && !isOver(refusals);
}

const worthSomebody = {
  'not-enough-traffic': false,
  'onset-before-sync': false,
  'no-previous-revision': false,
  'no-baseline': true,
  'no-series': true,
  'baseline-unhealthy': true,
  'signal-noisy': true,
  inconclusive: true,
  'one-witness': true,
  'required-signal-missing': true,
  'neighbour-regressed': false,
  'control-fails-too': true,
  'provider-gap': true,
  'series-vanished': true,
  'traffic-stopped': true,
  'traffic-dropped': true,
  'clock-skew': true,
  'sync-failed': true,
  'comparison-error': true,
} satisfies Record<UndecidedReason, boolean>;

const escalates = {
  recovered: false,
  'recovered-unproven': false,
  'signals-recovered': false,
  'not-recovered': true,
  'not-synced': true,
  'sync-retrying': true,
  'degraded-again': true,
} satisfies Record<Recovery['outcome'], boolean>;
