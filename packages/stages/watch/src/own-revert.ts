import { type Change, type Git, type RefAdvertisement, undoesWhatItNames } from '@backout/gitops';
import { RevertKey, type Sha } from '@backout/incident';
import { intentOf, readLedgers, revertRef } from '@backout/ledger';

/**
 * Whether every change of the range is a revert of ours. Ours means that the ledger at the ref of its key names that
 * commit, or, where the ledger is gone, that it is by its tree what its trailers say: a person's commit beside our
 * revert is watched, and a forged trailer is nothing.
 */
export async function onlyOwnReverts(
  git: Git,
  remote: RefAdvertisement,
  changes: readonly Change[],
): Promise<boolean> {
  if (changes.length === 0) return false;
  const claimed = new Map<string, Sha>();
  for (const ref of changes.flatMap(({ revertKeys }) => revertKeys).flatMap(refOf)) {
    const head = remote.refs.get(ref);
    if (head !== undefined) claimed.set(ref, head);
  }
  const ledgers = await readLedgers(git, claimed);
  const reverts = new Set(ledgers.map((ledger) => intentOf(ledger)?.commit));
  for (const { commit, revertKeys } of changes) {
    if (reverts.has(commit)) continue;
    if (revertKeys.length === 0 || !(await undoesWhatItNames(git, commit))) return false;
  }
  return true;
}

function refOf(key: string): string[] {
  const parsed = RevertKey.safeParse(key);
  return parsed.success ? [revertRef(parsed.data)] : [];
}
