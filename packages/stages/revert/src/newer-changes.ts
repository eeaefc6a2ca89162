import { type Change, type Git, type Inverse, type Range, readChanges } from '@backout/gitops';
import type { Sha } from '@backout/incident';

export interface Newer {
  readonly path: string;
  readonly commit: Sha;
}

/** What came after the blamed commit: what was synced with it, newest first, and what came since. */
export interface After {
  readonly culprit: Change;
  readonly range: readonly Change[];
  readonly came: () => Promise<Range>;
}

/**
 * For each path that an inverse conflicts with the newest commit that changed it after the blamed one; none for a path
 * that nobody has touched again.
 */
export async function newerChanges(
  git: Git,
  { culprit, range, came }: After,
  inverse: Inverse,
): Promise<Newer[]> {
  if (inverse.kind !== 'conflict') return [];
  const { paths } = inverse;
  const since = await came();
  const later = since.commits.length === 0 ? [] : (await readChanges(git, since, paths)).changes;
  const synced = range.slice(
    0,
    range.findIndex(({ commit }) => commit === culprit.commit),
  );
  const newestFirst = [...later, ...synced];
  return paths.flatMap((path) => {
    const newest = newestFirst.find((change) => change.paths.some((one) => one.path === path));
    return newest === undefined ? [] : [{ path, commit: newest.commit }];
  });
}
