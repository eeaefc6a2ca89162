import { Sha, unlessUserError } from '@backout/incident';
import { readDiffs } from './diffs.ts';
import { fetchCommits } from './fetch.ts';
import type { Git } from './git.ts';
import { planInverse } from './inverse.ts';

/**
 * Whether a commit is the revert that its trailer says it is: it leaves the tree that undoing the commit of its
 * `Backout-Reverts` leaves on its parent. A trailer alone is anybody's text, and a commit that names several, or has
 * several parents, is none of ours. The commit is local.
 * @throws UserError `repository-unreadable`
 */
export async function undoesWhatItNames(git: Git, commit: Sha): Promise<boolean> {
  const { tree, parents, reverts } = await readClaim(git, commit);
  const [parent] = parents;
  const [bad] = reverts;
  if (parent === undefined || parents.length > 1 || bad === undefined || reverts.length > 1) return false;
  const reach = { depth: 2, with: 'trees' } as const;
  const fetched = fetchCommits(git, [commit, parent, bad], reach).then(() => true);
  // What is not in the repository was not reverted here.
  if (!(await unlessUserError(fetched, false, 'revision-unknown'))) return false;
  const named = await readClaim(git, bad);
  for (const mainline of named.parents) {
    const before = await readClaim(git, mainline);
    const [paths = []] = await readDiffs(git, [{ from: before.tree, to: named.tree }]);
    const inverse = await planInverse(git, parent, { commit: bad, mainline, paths });
    if (inverse.kind === 'clean' && inverse.tree === tree) return true;
  }
  return false;
}

interface Claim {
  readonly tree: Sha;
  readonly parents: readonly Sha[];
  readonly reverts: readonly Sha[];
}

/** From the object itself: where a fetch ended, git tells no parents. */
async function readClaim(git: Git, commit: Sha): Promise<Claim> {
  const text = (await git.object('commit', commit)).toString('utf8');
  const end = text.indexOf('\n\n');
  const [header, message] = [text.slice(0, end), text.slice(end)];
  const named = (lines: string, pattern: RegExp) =>
    [...lines.matchAll(pattern)].map(([, id]) => Sha.parse(id));
  return {
    tree: Sha.parse(/^tree ([0-9a-f]+)$/m.exec(header)?.[1]),
    parents: named(header, /^parent ([0-9a-f]+)$/gm),
    reverts: named(message, /^Backout-Reverts: ([0-9a-f]{40}|[0-9a-f]{64})$/gm),
  };
}
