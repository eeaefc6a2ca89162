import type { Sha } from '@backout/incident';
import type { Git } from './git.ts';
import { entriesOf, treeOf } from './tree.ts';

/** Whether every path has the same content at both commits, whose trees are local; `.` is all of it. */
export async function sameAt(git: Git, a: Sha, b: Sha, paths: readonly string[]): Promise<boolean> {
  if (a === b) return true;
  const [before, after] = [await treeOf(git, a), await treeOf(git, b)];
  if (before === after) return true;
  const [entryBefore, entryAfter] = [entriesOf(git, before), entriesOf(git, after)];
  for (const path of paths) {
    const place = path === '.' ? '' : path;
    const [one, other] = [await entryBefore(place), await entryAfter(place)];
    if (one?.id !== other?.id || one?.mode !== other?.mode) return false;
  }
  return true;
}
