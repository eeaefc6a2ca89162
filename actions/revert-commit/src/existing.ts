import type { Advertisement, Git } from '@backout/gitops';
import type { Action, Attributed, Decision, Reverted } from '@backout/incident';
import { intentOf, type Ledger, readLedgers, revertRef, revertRefs } from '@backout/ledger';
import type { Scene } from './scene.ts';

export interface Locks {
  /** Every revert of the repository, as its ledger has it; null where they cannot be read. */
  readonly ledgers: readonly Ledger[] | null;
}

export async function readLocks(git: Git, seen: Advertisement): Promise<Locks> {
  try {
    return { ledgers: await readLedgers(git, revertRefs(seen.refs)) };
  } catch {
    return { ledgers: null };
  }
}

/**
 * The revert of this commit that is there already: by its lock, or by a trailer in the branch where the lock was
 * deleted. Whoever finds one does not revert again.
 */
export function existingRevert(
  incident: Attributed,
  scene: Scene,
  locks: Locks,
  decision: Decision,
): Action | null {
  const ref = revertRef(scene.key);
  const ledger = locks.ledgers?.find((candidate) => candidate.ref === ref);
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
