/** What was decided and done, on git refs: one a revert or an incident, a commit an entry. Append-only; this reads. */
export { Actor, Entry, type RevertIntent } from './entry.ts';
export { isRecovery, type RecordedRevert, revertsOf, type Unreadable } from './history.ts';
export { intentOf, type Ledger, type LedgerEntry, readLedgers, revertRefs } from './read.ts';
export { incidentRef, revertRef } from './refs.ts';
export { type BadValueReturned, type Landed, returnsBadValue } from './returned.ts';
export { type Switch, stoppedRef, stopRef, switchThatStops } from './switch.ts';
