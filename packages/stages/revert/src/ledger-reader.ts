import type { Git, RefAdvertisement } from '@backout/gitops';
import { type Ledger, revertRefs } from '@backout/ledger';
import { readRevertLedgers } from '@backout/preflight';

/** Reads the ledgers of all reverts; those that a try before it read, and that have not moved since, are kept. */
export function ledgerReader(git: Git): (remote: RefAdvertisement) => Promise<readonly Ledger[] | null> {
  let held: readonly Ledger[] = [];
  return async (remote) => {
    const refs = revertRefs(remote.refs);
    const kept = held.filter(({ ref, head }) => refs.get(ref) === head);
    for (const { ref } of kept) refs.delete(ref);
    const read = await readRevertLedgers(git, { ...remote, refs });
    if (read !== null) held = [...kept, ...read];
    return read === null ? null : held;
  };
}
