import { namespace } from '@backout/gitops';
import type { IncidentId, Instant, RevertKey, Sha } from '@backout/incident';
import { intentOf, type Ledger } from './read.ts';

/** The ref that cannot be read, or does not say what it is about. */
export interface Unreadable {
  readonly unreadable: string;
}

/** A revert as its ledger has it. */
export interface RecordedRevert {
  readonly key: RevertKey;
  readonly incident: IncidentId;
  readonly application: string;
  readonly at: Instant;
  readonly commit: Sha;
  /** Argo CD ran it and the service was healthy for the stability window. */
  readonly recovered: boolean;
}

/**
 * Every revert of a branch, for the caps. A ledger that does not say what it is about makes all of them unreadable:
 * a cap must not be undercounted.
 * @param ledgers null where they could not be read
 */
export function revertsOf(ledgers: readonly Ledger[] | null, branch: string): RecordedRevert[] | Unreadable {
  if (ledgers === null) return { unreadable: `${namespace}/reverts/*` };
  const reverts: RecordedRevert[] = [];
  for (const ledger of ledgers) {
    const intent = intentOf(ledger);
    if (intent === null) return { unreadable: ledger.ref };
    const { key, incident, application, at, commit } = intent;
    if (intent.branch === branch)
      reverts.push({ key, incident, application, at, commit, recovered: recovered(ledger) });
  }
  return reverts;
}

/** Whether a revision is a revert of ours that was seen to help. */
export function isRecovery(reverts: readonly RecordedRevert[] | Unreadable, revision: Sha | null): boolean {
  return (
    !('unreadable' in reverts) &&
    reverts.some(({ commit, recovered: helped }) => helped && commit === revision)
  );
}

function recovered({ entries }: Ledger): boolean {
  return entries.some(({ entry }) => entry.type === 'recovery' && entry.outcome === 'recovered');
}
