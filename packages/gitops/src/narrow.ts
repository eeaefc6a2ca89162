import { readEntryDiffs, type TreePair } from './diffs.ts';
import { fetchTrees } from './fetch.ts';
import type { Git } from './git.ts';

interface Compared {
  readonly pairs: readonly TreePair[];
}

/** A folder on the way to a path, where it is different between the trees of a pair. */
interface Place extends TreePair {
  readonly pair: TreePair;
  /** With a slash at its end; empty for the root. */
  readonly folder: string;
}

/**
 * Those of many commits that may touch any of the paths, from the trees on the way to them and no others: level by
 * level, one request and one process for all trees of a level. Where a folder is the same nothing below it is asked for.
 */
export async function narrow<Commit extends Compared>(
  git: Git,
  commits: readonly Commit[],
  paths: readonly string[],
): Promise<Commit[]> {
  if (paths.length === 0) return [];
  const wanted = new Set(paths);
  const onTheWay = new Set(paths.flatMap(foldersOf));
  const touched = new Set<TreePair>();
  let places = commits.flatMap(({ pairs }) => pairs.map((pair): Place => ({ ...pair, pair, folder: '' })));
  while (places.length > 0) {
    await fetchTrees(
      git,
      places.flatMap(({ from, to }) => [from, to]),
    );
    const diffs = await readEntryDiffs(git, places);
    const entries = places.flatMap((place, index) => (diffs[index] ?? []).map((entry) => ({ place, entry })));
    places = entries.flatMap(({ place: { pair, folder }, entry: { name, folders } }) => {
      const path = `${folder}${name}`;
      const leads = onTheWay.has(path);
      // A folder that begins or ends here holds all that is below it.
      if (wanted.has(path) || (leads && folders === null)) touched.add(pair);
      return leads && folders !== null ? [{ ...folders, pair, folder: `${path}/` }] : [];
    });
    places = places.filter(({ pair }) => !touched.has(pair));
  }
  return commits.filter(({ pairs }) => pairs.every((pair) => touched.has(pair)));
}

function foldersOf(path: string): string[] {
  const names = path.split('/').slice(0, -1);
  return names.map((_, index) => names.slice(0, index + 1).join('/'));
}
