import { namespace } from '@backout/gitops';
import type { IncidentId, RevertKey } from '@backout/incident';

/** Lock and ledger of a revert. */
export function revertRef(key: RevertKey): string {
  return `${namespace}/reverts/${key}`;
}

/** Ledger of a decision that did not lead to a revert of its own. */
export function incidentRef(incident: IncidentId): string {
  return `${namespace}/incidents/${incident}`;
}

/** The kill switch: while it exists, nothing is reverted. */
export const stopRef = `${namespace}/stop`;
