import { fetchCommits, type Git, sameAt } from '@backout/gitops';
import type { Sha } from '@backout/incident';
import { intentOf, type Ledger } from './read.ts';

export interface Landed {
  readonly application: string;
  /** The commit that may have brought it back. */
  readonly commit: Sha;
  /** What the application renders from. */
  readonly paths: readonly string[];
}

/** The newest ones: what was taken back long ago may have become right. */
const lookedAt = 5;

/**
 * Whether what a commit leaves in the application's paths is what an earlier revert of ours took back: an image
 * updater, or a person, put it there again.
 */
export async function returnsBadValue(
  git: Git,
  landed: Landed,
  ledgers: readonly Ledger[] | null,
): Promise<boolean> {
  const intents = (ledgers ?? []).map(intentOf).filter((intent) => intent !== null);
  const own = intents.filter(
    ({ application, reverts }) => application === landed.application && !reverts.includes(landed.commit),
  );
  const newest = own.sort((a, b) => (a.at < b.at ? 1 : -1)).slice(0, lookedAt);
  for (const { from } of newest) {
    // A revision that was force-pushed away cannot be compared, and nothing can be put back from it.
    const there = await fetchCommits(git, [from]).then(
      () => true,
      () => false,
    );
    if (there && (await sameAt(git, landed.commit, from, landed.paths))) return true;
  }
  return false;
}
