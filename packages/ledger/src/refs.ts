import { namespace } from '@backout/gitops';
import type { IncidentId, IncidentRef, RevertKey, RevertRef } from '@backout/incident';

/** Lock and ledger of a revert. */
export function revertRef(key: RevertKey): RevertRef {
  return `${namespace}/reverts/${key}` as RevertRef;
}

/** Ledger of a decision that did not lead to a revert of its own. */
export function incidentRef(incident: IncidentId): IncidentRef {
  return `${namespace}/incidents/${incident}` as IncidentRef;
}
