import type { Sha } from '@backout/incident';
import type { Descendant } from './graph.ts';

/**
 * A pull request that was up to date when it was merged began at the merge's first parent: its commits came after what was
 * live, and are nonetheless one change with the merge, which goes back to its first parent. Of an octopus nobody knows
 * whose work it is, and it stays as it is.
 *
 * @param descendants every commit after all of its parents
 * @returns what the revision is reached through, in the same order
 */
export function foldBranches(descendants: ReadonlyMap<Sha, Descendant>, revision: Sha): Descendant[] {
  const isAfter = afterIn(descendants);
  const folded = new Map<Sha, Descendant>();
  const open = [revision];
  for (const id of open) {
    const commit = descendants.get(id);
    if (commit === undefined || folded.has(id)) continue;
    const through = mainlineOf(commit, isAfter) ?? commit.through;
    folded.set(id, { ...commit, through });
    open.push(...through);
  }
  return [...descendants.keys()].flatMap((id) => folded.get(id) ?? []);
}

type IsAfter = (from: Sha, before: Sha) => boolean;

function mainlineOf({ parents, through }: Descendant, isAfter: IsAfter): readonly Sha[] | null {
  const [first, branch, ...others] = through;
  const isMerge = first !== undefined && branch !== undefined && others.length === 0;
  return isMerge && first === parents[0] && isAfter(branch, first) ? [first] : null;
}

/** What stands before a commit has it not in its history, so that only what came after it is walked. */
function afterIn(descendants: ReadonlyMap<Sha, Descendant>): IsAfter {
  const place = new Map([...descendants.keys()].map((id, at) => [id, at]));
  const placeOf = (id: Sha) => place.get(id) ?? -1;
  return (from, before) => {
    const seen = new Set([from]);
    for (const id of seen) {
      if (id === before) return true;
      if (placeOf(id) <= placeOf(before)) continue;
      for (const parent of descendants.get(id)?.through ?? []) seen.add(parent);
    }
    return false;
  };
}
