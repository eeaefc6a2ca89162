import type { Sha } from '@backout/incident';
import type { Git } from './git.ts';
import { within } from './paths.ts';
import { entriesOf, readTree, type StoredEntry, treeOf } from './tree.ts';

export interface TreeEntry {
  readonly path: string;
  readonly type: EntryType;
  readonly id: Sha;
}

export type EntryType = 'file' | 'link' | 'folder' | 'submodule';

const types: Readonly<Record<string, EntryType>> = {
  '100644': 'file',
  '100755': 'file',
  '120000': 'link',
  '040000': 'folder',
  '160000': 'submodule',
};

/** What is at these paths of a commit whose trees are local. */
export async function entriesAt(git: Git, revision: Sha, paths: readonly string[]): Promise<TreeEntry[]> {
  const entryAt = entriesOf(git, await treeOf(git, revision));
  const found = await Promise.all(
    [...new Set(paths)].map(async (path) => ({ path, entry: await entryAt(path) })),
  );
  return found.flatMap(({ path, entry }) => (entry === null ? [] : [treeEntry(path, entry)]));
}

/** All that is below folders of such a commit, but for the folders themselves. The empty path is the root. */
export async function entriesBelow(
  git: Git,
  revision: Sha,
  folders: readonly string[],
): Promise<TreeEntry[]> {
  const known = await entriesAt(git, revision, folders);
  const listed = await Promise.all(known.map((entry) => below(git, entry)));
  return [...new Map(listed.flat().map((entry) => [entry.path, entry])).values()];
}

async function below(git: Git, entry: TreeEntry): Promise<TreeEntry[]> {
  if (entry.type !== 'folder') return [entry];
  const children = [...(await readTree(git, entry.id))].map(([name, child]) =>
    treeEntry(within(entry.path, name), child),
  );
  return (await Promise.all(children.map((child) => below(git, child)))).flat();
}

function treeEntry(path: string, { mode, id }: StoredEntry): TreeEntry {
  return { path, type: typeOf(mode.padStart(6, '0')), id };
}

/** @param mode as git prints it */
export function typeOf(mode: string): EntryType {
  const type = types[mode];
  if (type === undefined) throw new Error(`a tree has an entry of mode ${mode}`);
  return type;
}
