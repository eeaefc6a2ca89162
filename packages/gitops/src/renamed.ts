import type { PathChange, TreePair } from './diffs.ts';
import type { Git } from './git.ts';
import { cutShort, terminated } from './whole.ts';

/** A file of the tip that git takes for another one, which the bad commit changed and the tip has no more. */
export interface Renamed {
  readonly path: string;
  readonly from: string;
}

/**
 * The first path of an inverse that the commit has not touched. Only a rename puts a change there, and whether a similar
 * file is the old one by another name is nothing that git knows.
 *
 * @param since the trees of the commit and of the tip
 */
export async function findRenamed(
  git: Git,
  since: TreePair,
  touched: readonly PathChange[],
  landed: readonly string[],
): Promise<Renamed | null> {
  const own = new Set(touched.map(({ path }) => path));
  const path = landed.find((one) => !own.has(one));
  if (path === undefined) return null;
  const names = await readRenames(git, since);
  return { path, from: names.get(path) ?? firstGone(touched, landed) };
}

/** The old name of each new one, by the rules of a merge: half of the content, and no limit that a configuration sets. */
async function readRenames(git: Git, { from, to }: TreePair): Promise<ReadonlyMap<string, string>> {
  const how = ['-r', '-z', '-M50%', '-l0', '--diff-filter=R', '--name-status'];
  const fields = terminated(await git.read('diff-tree', ...how, from, to), '\0', 'diff-tree');
  if (fields.length % 3 !== 0) throw cutShort('diff-tree');
  const names = new Map<string, string>();
  for (let at = 0; at < fields.length; at += 3) names.set(fields[at + 2] ?? '', fields[at + 1] ?? '');
  return names;
}

/** Of a folder that was renamed, git moves what is new in it as well. */
function firstGone(touched: readonly PathChange[], landed: readonly string[]): string {
  return touched.find(({ path }) => !landed.includes(path))?.path ?? touched[0]?.path ?? '';
}
