import { Sha } from '@backout/incident';
import type { Git } from './git.ts';
import { entriesOf, treeOf } from './tree.ts';

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

/** A command line holds more; a repository has more files than this in one folder. */
const mostInOneProcess = 500;

/**
 * What is at these paths of a commit whose trees are local, and with `below` all that is below them instead of the
 * folders; null where the commit is not there. The empty path is the root of the repository.
 */
export async function treeEntries(
  git: Git,
  revision: string,
  paths: readonly string[],
  below = false,
): Promise<TreeEntry[] | null> {
  const wanted = below && paths.includes('') ? [''] : [...new Set(paths)].filter((path) => path !== '');
  const entries: TreeEntry[] = [];
  for (let begin = 0; begin < wanted.length; begin += mostInOneProcess) {
    const some = wanted.slice(begin, begin + mostInOneProcess).filter((path) => path !== '');
    const literally = some.map((path) => `:(literal)${path}`);
    const listed = await git.run('ls-tree', '-z', below ? '-r' : '-t', revision, '--', ...literally);
    if (listed.code !== 0) return null;
    entries.push(...listed.stdout.split('\0').filter(Boolean).map(entry));
  }
  return entries;
}

/** The same of a commit that is known to be there, and without a process. */
export async function entriesAt(git: Git, revision: Sha, paths: readonly string[]): Promise<TreeEntry[]> {
  const entryAt = entriesOf(git, await treeOf(git, revision));
  const found = await Promise.all(
    [...new Set(paths)].map(async (path) => ({ path, entry: await entryAt(path) })),
  );
  return found.flatMap(({ path, entry }) =>
    entry === null ? [] : [{ path, type: typeOf(entry.mode.padStart(6, '0')), id: entry.id }],
  );
}

/** `100644 blob <id>\t<path>` */
function entry(record: string): TreeEntry {
  const tab = record.indexOf('\t');
  const [mode = '', , id] = record.slice(0, tab).split(' ');
  return { path: record.slice(tab + 1), type: typeOf(mode), id: Sha.parse(id) };
}

/** @param mode as git prints it */
export function typeOf(mode: string): EntryType {
  const type = types[mode];
  if (type === undefined) throw new Error(`a tree has an entry of mode ${mode}`);
  return type;
}
