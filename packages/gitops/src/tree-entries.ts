import { Sha } from '@backout/incident';
import type { Git } from './git.ts';

export interface TreeEntry {
  readonly path: string;
  readonly type: 'file' | 'link' | 'folder' | 'submodule';
  readonly id: Sha;
}

const types: Readonly<Record<string, TreeEntry['type']>> = {
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
 * folders; null where the commit is not there.
 */
export async function treeEntries(
  git: Git,
  revision: string,
  paths: readonly string[],
  below = false,
): Promise<TreeEntry[] | null> {
  const wanted = [...new Set(paths)];
  const entries: TreeEntry[] = [];
  for (let begin = 0; begin < wanted.length; begin += mostInOneProcess) {
    const some = wanted.slice(begin, begin + mostInOneProcess).map((path) => `:(literal)${path}`);
    const listed = await git.run('ls-tree', '-z', ...(below ? ['-r'] : []), revision, '--', ...some);
    if (listed.code !== 0) return null;
    entries.push(...listed.stdout.split('\0').filter(Boolean).map(entry));
  }
  return entries;
}

/** `100644 blob <id>\t<path>` */
function entry(record: string): TreeEntry {
  const tab = record.indexOf('\t');
  const [mode = '', , id] = record.slice(0, tab).split(' ');
  const type = types[mode];
  if (type === undefined) throw new Error(`a tree has an entry of mode ${mode}`);
  return { path: record.slice(tab + 1), type, id: Sha.parse(id) };
}
