import { fetchCommits, type Git, sameAt } from '@backout/gitops';
import { type Sha, UserError } from '@backout/incident';
import { intentOf, type Ledger } from './read.ts';

export interface Landed {
  readonly application: string;
  /** The commit that may have brought it back. */
  readonly commit: Sha;
  /** What the application renders from. */
  readonly paths: readonly string[];
}

/** `unknown` where a revision that was taken back cannot be fetched now, and may be what is there again. */
export type BadValueReturned = 'no' | 'yes' | 'unknown';

/** The newest ones: what was taken back long ago may have become right. */
const lookedAt = 5;

/**
 * Whether what a commit leaves in the application's paths is what an earlier revert of ours took back: an image
 * updater, or a person, put it there again.
 * @param ledgers null where they could not be read
 */
export async function returnsBadValue(
  git: Git,
  landed: Landed,
  ledgers: readonly Ledger[] | null,
): Promise<BadValueReturned> {
  if (ledgers === null) return 'unknown';
  const intents = ledgers.map(intentOf).filter((intent) => intent !== null);
  const own = intents.filter(
    ({ application, reverts }) => application === landed.application && !reverts.includes(landed.commit),
  );
  const newest = own.sort((a, b) => (a.at < b.at ? 1 : -1)).slice(0, lookedAt);
  let answer: BadValueReturned = 'no';
  for (const { from } of newest) {
    const there = await isThere(git, from);
    if (there === 'unknown') answer = 'unknown';
    if (there === 'yes' && (await sameAt(git, landed.commit, from, landed.paths))) return 'yes';
  }
  return answer;
}

/** A revision that was force-pushed away is no longer in the repository, and nothing can be put back from it. */
async function isThere(git: Git, revision: Sha): Promise<'no' | 'yes' | 'unknown'> {
  try {
    await fetchCommits(git, [revision]);
    return 'yes';
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return error.code === 'revision-unknown' ? 'no' : 'unknown';
  }
}
