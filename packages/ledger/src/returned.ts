import { fetchCommits, type Git, type Returned, valuesReturned } from '@backout/gitops';
import { type Sha, UserError } from '@backout/incident';
import type { RevertIntent } from './entry.ts';
import { intentOf, type Ledger } from './read.ts';

export interface Landed {
  readonly application: string;
  /** The commit that may have brought it back. Its trees are local. */
  readonly commit: Sha;
  /** What the application renders from. */
  readonly paths: readonly string[];
}

/** `unknown` where what was taken back cannot be read now, and may be what is there again. */
export type BadValueReturned = Returned;

/** The newest ones: what was taken back long ago may have become right. */
const lookedAt = 5;

/**
 * Whether what a commit leaves in the application's paths has what an earlier revert of ours took back: an image
 * updater, or a person, put it there again, whatever else changed in between.
 * @param ledgers null where they could not be read
 * @param told what was answered before of the same commit, by the revert; filled in
 */
export async function returnsBadValue(
  git: Git,
  landed: Landed,
  ledgers: readonly Ledger[] | null,
  told: Map<Sha, BadValueReturned> = new Map(),
): Promise<BadValueReturned> {
  if (ledgers === null) return 'unknown';
  const intents = ledgers.map(intentOf).filter((intent) => intent !== null);
  const own = intents.filter(
    ({ application, reverts }) => application === landed.application && !reverts.includes(landed.commit),
  );
  const newest = own.sort((a, b) => (a.at < b.at ? 1 : -1)).slice(0, lookedAt);
  let answer: BadValueReturned = 'no';
  for (const intent of newest) {
    const returned = told.get(intent.commit) ?? (await hasReturned(git, landed, intent));
    if (returned !== 'unknown') told.set(intent.commit, returned);
    if (returned === 'yes') return 'yes';
    if (returned === 'unknown') answer = 'unknown';
  }
  return answer;
}

/** Where the revert itself is not in the repository any more, nothing says what it took back. */
async function hasReturned(git: Git, landed: Landed, intent: RevertIntent): Promise<Returned> {
  const { commit: revert, parent } = intent;
  try {
    await fetchCommits(git, [revert, parent]);
  } catch (error) {
    if (error instanceof UserError) return 'unknown';
    throw error;
  }
  return valuesReturned(git, { revert, parent, landed: landed.commit, paths: landed.paths });
}
