import { Sha } from '@backout/incident';
import type { Git } from './git.ts';
import { cutShort } from './whole.ts';

/** What a name stands for in a tree; the mode as it is stored, `40000` for a folder. */
export interface StoredEntry {
  readonly mode: string;
  readonly id: Sha;
}

/** The tree of a commit that is local. */
export async function treeOf(git: Git, commit: Sha): Promise<Sha> {
  const [, tree] = /^tree ([0-9a-f]+)\n/.exec((await git.object('commit', commit)).toString('latin1')) ?? [];
  return Sha.parse(tree);
}

/** What is at a path of a tree, for as many paths as are asked for; each folder is read once. Of git's own processes none. */
export function entriesOf(git: Git, tree: Sha): (path: string) => Promise<StoredEntry | null> {
  const folders = new Map<string, Promise<ReadonlyMap<string, StoredEntry> | null>>();
  const entry = async (path: string): Promise<StoredEntry | null> => {
    if (path === '') return { mode: folderMode, id: tree };
    const slash = path.lastIndexOf('/');
    const around = await folder(path.slice(0, Math.max(0, slash)));
    return around?.get(path.slice(slash + 1)) ?? null;
  };
  const folder = (path: string) => {
    const known = folders.get(path) ?? readFolder(path);
    folders.set(path, known);
    return known;
  };
  const readFolder = async (path: string) => {
    const there = await entry(path);
    return there?.mode === folderMode ? readTree(git, there.id) : null;
  };
  return entry;
}

const folderMode = '40000';

/** What a folder holds, in its own order. */
export async function readTree(git: Git, id: Sha): Promise<ReadonlyMap<string, StoredEntry>> {
  const content = await git.object('tree', id);
  const entries = new Map<string, StoredEntry>();
  const length = id.length / 2;
  for (let at = 0; at < content.length; ) {
    const space = content.indexOf(' ', at);
    const end = content.indexOf('\0', space);
    if (space === -1 || end === -1) throw cutShort('cat-file');
    const name = content.toString('utf8', space + 1, end);
    const entry = content.toString('hex', end + 1, end + 1 + length);
    entries.set(name, { mode: content.toString('latin1', at, space), id: Sha.parse(entry) });
    at = end + 1 + length;
  }
  return entries;
}
