import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Sha } from '@backout/incident';
import type { PathChange } from './diffs.ts';
import { fetchBlobs } from './file.ts';
import type { Git } from './git.ts';
import { foldersAround, resolved, within } from './paths.ts';
import { treeEntries } from './tree-entries.ts';

/**
 * A folder with those `.gitattributes` of the tip that say how some of the paths are merged, where they stand in it; null
 * where none does. A bare repository has no such files, and `merge-tree --attr-source` needs git 2.43: before a folder
 * that has nothing else, git itself reads them, nested ones and macros as in a work tree.
 */
export async function readMergeRules(
  git: Git,
  tip: Sha,
  paths: readonly PathChange[],
): Promise<string | null> {
  const around = new Set(paths.flatMap(({ path }) => foldersAround(path)));
  const names = [...around].map((folder) => within(folder, '.gitattributes'));
  const entries = await treeEntries(git, tip, [...names, ...paths.map(({ path }) => path)]);
  const at = new Map(entries?.map(({ path, type, id }) => [path, { type, id }]));
  if (!paths.some((change) => isMerged(change, at.get(change.path)?.id ?? null))) return null;
  // Git follows no link to such a file, and a name that leads out of a folder is no name of a file in it.
  const rules = names.flatMap((path) => {
    const entry = at.get(path);
    return entry?.type === 'file' && resolved('', path) === path ? [{ path, id: entry.id }] : [];
  });
  return rules.length === 0 ? null : writeRules(git, rules);
}

/** Where the tip has what one side of the change has, it is taken or left as a whole, whatever is said of merging it. */
function isMerged({ from, to }: PathChange, there: Sha | null): boolean {
  return there !== from && there !== to;
}

async function writeRules(
  git: Git,
  rules: readonly { readonly path: string; readonly id: Sha }[],
): Promise<string> {
  await fetchBlobs(
    git,
    rules.map(({ id }) => id),
  );
  const folder = await mkdtemp(join(git.directory, 'merge-rules-'));
  for (const { path, id } of rules) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), await git.object('blob', id));
  }
  return folder;
}
