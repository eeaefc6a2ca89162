import type { Sha } from '@backout/incident';
import type { Change } from './changes.ts';
import { readDiffs } from './diffs.ts';
import type { Git } from './git.ts';
import { readMergeRules } from './merge-rules.ts';
import { writeCommit } from './object.ts';
import { findRenamed, type Renamed } from './renamed.ts';
import { treeOf } from './tree.ts';
import { brokeOff, cutShort, objectIds } from './whole.ts';

/** What undoing a commit on a tip comes to: a tree, nothing, or a conflict that only a person can resolve. */
export type Inverse =
  | { readonly kind: 'clean'; readonly tree: Sha; readonly paths: readonly string[] }
  /** A tree as well, but for files that the commit never touched: git has taken one of them for a renamed one of its own. */
  | { readonly kind: 'renamed'; readonly paths: readonly string[]; readonly renamed: Renamed }
  | { readonly kind: 'empty' }
  | { readonly kind: 'conflict'; readonly paths: readonly string[] };

/**
 * What `git revert` would make of a change on `tip`, without a work tree: a three-way merge with the commit as the base,
 * the tip as ours and the change's mainline as theirs. A merge without a mainline has nothing to go back to that is not
 * somebody else's work as well: a person decides. How files are merged is what the tip's `.gitattributes` say. Three
 * synthetic commits carry the merge base, because `merge-tree --merge-base` needs git 2.40. Commits and trees are local;
 * blobs come lazily, only to be merged.
 */
export async function planInverse(
  git: Git,
  tip: Sha,
  { commit, mainline, paths }: Pick<Change, 'commit' | 'mainline' | 'paths'>,
): Promise<Inverse> {
  if (mainline === null) return { kind: 'conflict', paths: paths.map(({ path }) => path) };
  const [tipTree, badTree, mainlineTree] = await Promise.all([
    treeOf(git, tip),
    treeOf(git, commit),
    treeOf(git, mainline),
  ]);
  const base = await writeCommit(git, { tree: badTree, parents: [], message: 'base', at: 0 });
  const [ours, theirs] = await Promise.all([
    writeCommit(git, { tree: tipTree, parents: [base], message: 'ours', at: 0 }),
    writeCommit(git, { tree: mainlineTree, parents: [base], message: 'theirs', at: 0 }),
  ]);
  const rules = await readMergeRules(git, tip, paths);
  const merged = await git.run(
    ...(rules === null ? [] : ['-C', rules, `--git-dir=${git.directory}`, '--work-tree=.']),
    ...['merge-tree', '--write-tree', '-z', '--name-only', ours, theirs],
  );
  if (merged.code === 1) return { kind: 'conflict', paths: conflictedPaths(merged.stdout) };
  if (merged.code !== 0) throw brokeOff('merge-tree', merged);
  const [tree] = objectIds(merged.stdout, 1, '\0', 'merge-tree') as [Sha];
  if (tree === tipTree) return { kind: 'empty' };
  const [changed = []] = await readDiffs(git, [{ from: tipTree, to: tree }]);
  const landed = changed.map(({ path }) => path);
  const renamed = await findRenamed(git, { from: badTree, to: tipTree }, paths, landed);
  return renamed === null
    ? { kind: 'clean', tree, paths: landed }
    : { kind: 'renamed', paths: landed, renamed };
}

/** The tree, the paths, and an empty record before git's messages: without it there may be more paths. */
function conflictedPaths(output: string): string[] {
  const end = output.indexOf('\0\0');
  if (end === -1) throw cutShort('merge-tree');
  const [, ...paths] = output.slice(0, end).split('\0');
  return [...new Set(paths)];
}
