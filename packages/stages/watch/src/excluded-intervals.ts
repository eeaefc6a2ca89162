import type { Sync } from '@backout/argocd';
import { fetchCommits, type Git, sameAt } from '@backout/gitops';
import { type Instant, milliseconds, type Sha, UserError } from '@backout/incident';
import type { Window } from '@backout/signals';

/** After the sync that took a version back its pods go on for a while; a minute more or less of an hour is nothing. */
const settleMs = 120_000;

export interface Before {
  /** The baseline's begin, milliseconds. */
  readonly from: number;
  /** Oldest first; the last one is of the revision that the deployment replaced. */
  readonly syncs: readonly Sync[];
  /** What the application renders from. */
  readonly paths: readonly string[];
}

/**
 * Spans of the baseline in which a version was live that was taken back since, by us or by a person: what was live
 * before and after it is the same. Its incident is not how the service does by itself; left in, the next bad version
 * within the hour would pass for the noise of the signal. Where git does not know a revision any more nothing is left out.
 */
export async function findExcludedIntervals(git: Git, { from, syncs, paths }: Before): Promise<Window[]> {
  const inside = syncs.findIndex(({ finishedAt }) => finishedAt !== null && milliseconds(finishedAt) > from);
  // What was live when the baseline began may have been taken back since: the one before it tells.
  const asked = inside === -1 ? [] : syncs.slice(Math.max(0, inside - 2));
  const near = asked.flatMap(known);
  const last = near.at(-1);
  if (last === undefined || near.length < Math.max(3, asked.length)) return [];
  const same = await sameAs(git, near, last, paths);
  const first = same.indexOf(true);
  return near.flatMap((sync, index) => {
    if (same[index] || index < first) return [];
    const next = near[index + 1] ?? last;
    return [{ from: milliseconds(sync.startedAt), to: milliseconds(next.finishedAt) + settleMs }];
  });
}

interface Known {
  readonly revision: Sha;
  readonly startedAt: Instant;
  readonly finishedAt: Instant;
}

/** Of what Argo CD does not tell in full nothing is left out. */
function known({ revision, startedAt, finishedAt }: Sync): Known[] {
  return revision === null || startedAt === null || finishedAt === null
    ? []
    : [{ revision, startedAt, finishedAt }];
}

async function sameAs(
  git: Git,
  syncs: readonly Known[],
  last: Known,
  paths: readonly string[],
): Promise<boolean[]> {
  const revisions = syncs.map(({ revision }) => revision);
  try {
    await fetchCommits(git, revisions);
  } catch (error) {
    if (error instanceof UserError) return syncs.map((sync) => sync === last);
    throw error;
  }
  return Promise.all(revisions.map((revision) => sameAt(git, revision, last.revision, paths)));
}
