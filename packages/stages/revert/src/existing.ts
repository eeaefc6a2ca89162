import type { Action, Reverted } from '@backout/incident';
import { intentOf, type RevertIntent, revertRef } from '@backout/ledger';
import type { Attempt } from './attempt.ts';

export type Existing = Extract<Action, { kind: 'already-done' | 'joined' }> | AlreadyReverted;
type AlreadyReverted = Omit<Exclude<Action, Reverted | { kind: 'refused' }>, 'kind'> & {
  readonly kind: 'already-reverted';
};

/**
 * The revert of this commit that is there already: by its lock, or by a trailer in the branch where the lock was
 * deleted. Whoever finds one does not revert again.
 */
export function existingRevert({ author, context, ledgers, decision }: Attempt): Existing | null {
  const ref = revertRef(context.key);
  const ledger = ledgers?.find((candidate) => candidate.ref === ref);
  const intent = ledger === undefined ? null : intentOf(ledger);
  if (ledger !== undefined && intent !== null) {
    const done = { decision, key: context.key, ref, entry: ledger.head, ...writtenBy(intent) };
    return intent.incident === author.incident.id
      ? { kind: 'already-done', ...done }
      : { kind: 'joined', incident: intent.incident, ...done };
  }
  const trailed = context.since.some(({ revertKeys }) => revertKeys.includes(context.key));
  if (!trailed && context.inverse.kind !== 'empty') return null;
  return { kind: 'already-reverted', decision, key: context.key, ref: null, entry: null, paths: [] };
}

function writtenBy({ commit, parent, tree, at }: RevertIntent) {
  return { commit, parent, tree, pushedAt: at, mode: 'git' } as const;
}
