import { Sha } from '@backout/incident';
import { type RawChange, readRawDiff } from '../diffs.ts';
import type { Git } from '../git.ts';
import { treeOf } from '../tree.ts';
import { type EntryType, typeOf } from '../tree-entries.ts';

/** What stands at a path; null for nothing. */
export type Entry = { readonly type: EntryType; readonly id: Sha } | null;

export interface EntryChange {
  readonly path: string;
  readonly from: Entry;
  readonly to: Entry;
}

/** What differs below these paths between two commits, whose trees are local. */
export async function changedBetween(
  git: Git,
  from: Sha,
  to: Sha,
  paths: readonly string[],
): Promise<EntryChange[]> {
  const [before, after] = await Promise.all([treeOf(git, from), treeOf(git, to)]);
  return (await readRawDiff(git, { from: before, to: after }, paths)).map(change);
}

function change({ path, modes: [fromMode, toMode], ids: [from, to] }: RawChange): EntryChange {
  return { path, from: entry(fromMode, from), to: entry(toMode, to) };
}

function entry(mode: string, id: string): Entry {
  return mode === '000000' ? null : { type: typeOf(mode), id: Sha.parse(id) };
}
