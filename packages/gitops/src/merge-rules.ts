import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Sha } from '@backout/incident';
import type { PathChange } from './diffs.ts';
import { fetchBlobs } from './file.ts';
import type { Git } from './git.ts';
import { foldersAround, resolved, within } from './paths.ts';
import { entriesOf, treeOf } from './tree.ts';

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
  const entryAt = entriesOf(git, await treeOf(git, tip));
  const there = await Promise.all(paths.map(async ({ path }) => (await entryAt(path))?.id ?? null));
  if (!paths.some((change, index) => isMerged(change, there[index] ?? null))) return null;
  // Git follows no link to such a file, and a name that leads out of a folder is no name of a file in it.
  const rules: Rule[] = [];
  for (const path of names) {
    const entry = await entryAt(path);
    const isFile = entry !== null && /^100/.test(entry.mode);
    if (isFile && resolved('', path) === path) rules.push({ path, id: entry.id });
  }
  return rules.length === 0 ? null : writeRules(git, rules);
}

/** Where the tip has what one side of the change has, it is taken or left as a whole, whatever is said of merging it. */
function isMerged({ from, to }: PathChange, there: Sha | null): boolean {
  return there !== from && there !== to;
}

interface Rule {
  readonly path: string;
  readonly id: Sha;
}

async function writeRules(git: Git, rules: readonly Rule[]): Promise<string> {
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
