import type { Action, Attributed, Decision, Reverted } from '@backout/incident';
import { intentOf, type Ledger, revertRef } from '@backout/ledger';
import type { Scene } from './scene.ts';

export type Existing = Extract<Action, { kind: 'already-done' | 'joined' }> | AlreadyReverted;
type AlreadyReverted = Omit<Exclude<Action, Reverted | { kind: 'refused' }>, 'kind'> & {
  readonly kind: 'already-reverted';
};

/**
 * The revert of this commit that is there already: by its lock, or by a trailer in the branch where the lock was
 * deleted. Whoever finds one does not revert again.
 */
export function existingRevert(
  incident: Attributed,
  scene: Scene,
  ledgers: readonly Ledger[] | null,
  decision: Decision,
): Existing | null {
  const ref = revertRef(scene.key);
  const ledger = ledgers?.find((candidate) => candidate.ref === ref);
  const intent = ledger === undefined ? null : intentOf(ledger);
  if (ledger !== undefined && intent !== null) {
    const done: Omit<Extract<Reverted, { kind: 'reverted' }>, 'kind'> = {
      decision,
      key: scene.key,
      ref,
      entry: ledger.head,
      commit: intent.commit,
      parent: intent.parent,
      tree: intent.tree,
      pushedAt: intent.at,
      mode: 'git',
    };
    if (intent.incident === incident.id) return { kind: 'already-done', ...done };
    return { kind: 'joined', incident: intent.incident, ...done };
  }
  const trailed = scene.since.some(({ revertKeys }) => revertKeys.includes(scene.key));
  if (!trailed && scene.inverse.kind !== 'empty') return null;
  return { kind: 'already-reverted', decision, key: scene.key, ref: null, entry: null, paths: [] };
}
