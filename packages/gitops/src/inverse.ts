import { Sha } from '@backout/incident';
import type { Git } from './git.ts';
import { emptyTree, writeCommit } from './object.ts';

/** What undoing a commit on a tip comes to: a tree, nothing, or a conflict that only a person can resolve. */
export type Inverse =
  | { readonly kind: 'clean'; readonly tree: Sha; readonly paths: readonly string[] }
  | { readonly kind: 'empty' }
  | { readonly kind: 'conflict'; readonly paths: readonly string[] };

/**
 * What `git revert` would make of `bad` on `tip`, without a work tree: a three-way merge with `bad` as the base, the
 * tip as ours and the first parent of `bad` as theirs. Three synthetic commits carry the merge base, because
 * `merge-tree --merge-base` needs git 2.40. Commits and trees are local; blobs come lazily, only to be merged.
 */
export async function planInverse(git: Git, tip: Sha, bad: Sha): Promise<Inverse> {
  const [tipTree, badTree, parentTree] = await trees(git, tip, bad);
  const base = await writeCommit(git, { tree: badTree, parents: [], message: 'base', at: 0 });
  const [ours, theirs] = await Promise.all([
    writeCommit(git, { tree: tipTree, parents: [base], message: 'ours', at: 0 }),
    writeCommit(git, { tree: parentTree, parents: [base], message: 'theirs', at: 0 }),
  ]);
  const merged = await git.run(
    'merge-tree',
    '--write-tree',
    '-z',
    '--name-only',
    '--no-messages',
    ours,
    theirs,
  );
  const [tree, ...conflicted] = merged.stdout.split('\0').filter(Boolean);
  if (merged.code === 1) return { kind: 'conflict', paths: [...new Set(conflicted)] };
  if (merged.code !== 0) throw new Error(`git merge-tree ended with ${merged.code}: ${merged.stderr.trim()}`);
  const result = Sha.parse(tree);
  if (result === tipTree) return { kind: 'empty' };
  return { kind: 'clean', tree: result, paths: await pathsBetween(git, tipTree, result) };
}

async function trees(git: Git, tip: Sha, bad: Sha): Promise<[tip: Sha, bad: Sha, parent: Sha]> {
  const [tipTree, badTree] = (await git.read('rev-parse', `${tip}^{tree}`, `${bad}^{tree}`))
    .trim()
    .split('\n');
  const parent = await git.run('rev-parse', '--quiet', '--verify', `${bad}^1^{tree}`);
  const parentTree = parent.code === 0 ? Sha.parse(parent.stdout.trim()) : await emptyTree(git, bad);
  return [Sha.parse(tipTree), Sha.parse(badTree), parentTree];
}

async function pathsBetween(git: Git, from: Sha, to: Sha): Promise<string[]> {
  const names = await git.read('diff-tree', '-r', '-z', '--no-renames', '--name-only', from, to);
  return names.split('\0').filter(Boolean);
}
