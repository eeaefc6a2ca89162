import { type Incident, isReverted, milliseconds } from '@backout/incident';
import type { Scenario, ScenarioName } from './scenarios.ts';

/** The object that `--json` prints. Times are milliseconds; null where that did not happen. */
export interface Result {
  readonly scenario: ScenarioName;
  readonly outcome: string;
  readonly reverted: boolean;
  readonly culprit: { readonly commit: string; readonly pull: number | null } | null;
  readonly timings_ms: {
    readonly onset_to_decision: number | null;
    readonly decision_to_push: number | null;
    readonly push_to_synced: number | null;
    readonly push_to_recovered: number | null;
  };
  readonly artifacts: {
    readonly gitops: string;
    readonly app: string;
    readonly comment: string | null;
    readonly ledger_ref: string | null;
    readonly incident: string;
  };
}

export interface Ended {
  readonly name: ScenarioName;
  readonly incident: Incident;
  /** The first failed request of the new version; unix ms. */
  readonly onsetAt: number | null;
  readonly artifacts: Result['artifacts'];
}

export function resultOf({ name, incident, onsetAt, artifacts }: Ended): Result {
  const action = 'action' in incident ? incident.action : null;
  const recovery = 'recovery' in incident ? incident.recovery : null;
  const revert = action !== null && isReverted(action) ? action : null;
  return {
    scenario: name,
    outcome: recovery?.outcome ?? action?.kind ?? incident.verdict.outcome,
    reverted: revert !== null,
    culprit: culpritOf(incident),
    timings_ms: {
      onset_to_decision:
        incident.verdict.outcome === 'regression' ? span(onsetAt, at(incident.verdict.decidedAt)) : null,
      decision_to_push: span(at(incident.verdict.decidedAt), at(revert?.pushedAt)),
      push_to_synced: span(at(revert?.pushedAt), at(recovery?.syncedAt)),
      push_to_recovered: span(at(revert?.pushedAt), at(recovery?.recoveredAt)),
    },
    artifacts,
  };
}

export function asExpected(result: Result, { expected }: Scenario): boolean {
  return expected.outcomes.includes(result.outcome) && result.reverted === expected.reverted;
}

function culpritOf(incident: Incident): Result['culprit'] {
  if (!('attribution' in incident)) return null;
  const { suspects, culprit } = incident.attribution;
  const suspect = suspects.find(({ id }) => id === culprit);
  return suspect === undefined ? null : { commit: suspect.commit, pull: suspect.pulls[0]?.number ?? null };
}

function at(instant: Parameters<typeof milliseconds>[0] | null | undefined): number | null {
  return instant === null || instant === undefined ? null : milliseconds(instant);
}

function span(from: number | null, to: number | null): number | null {
  return from === null || to === null ? null : to - from;
}
