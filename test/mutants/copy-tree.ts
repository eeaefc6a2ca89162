import { cp, mkdir, readdir, readlink, symlink } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';

/** What is installed or made from the sources, at any depth. */
const made: readonly string[] = ['node_modules', 'lib', 'dist'];

/** At the top only: what git, caches and the demo keep there. */
const atTop: readonly string[] = ['.git', '.cache', 'demo'];

/**
 * Copies the sources of a tree, with links to what is installed there. The tree's own packages are linked again inside of
 * the copy: there a mutant in one package is seen by the tests of another.
 * @param instead a folder of installed packages that stand in the copy for those of the same name
 */
export async function copyTree(root: string, copy: string, instead?: string): Promise<void> {
  await cp(root, copy, { recursive: true, filter: (path) => isSource(relative(root, path)) });
  const links = new Map<string, string>();
  for (const folder of instead === undefined ? [root] : [root, instead])
    for (const [name, target] of await installedIn(join(folder, 'node_modules'))) links.set(name, target);
  for (const [name, target] of links) {
    const link = join(copy, 'node_modules', name);
    await mkdir(join(link, '..'), { recursive: true });
    await symlink(target, link);
  }
}

function isSource(path: string): boolean {
  return !made.includes(basename(path)) && !atTop.includes(path);
}

/** Every installed package with where it lies; one of the tree's own by its relative link, which leads into the copy. */
async function installedIn(folder: string): Promise<[name: string, target: string][]> {
  const installed: [string, string][] = [];
  for (const { name } of await readdir(folder, { withFileTypes: true })) {
    if (name.startsWith('.')) continue;
    if (!name.startsWith('@')) installed.push([name, join(folder, name)]);
    else
      for (const entry of await readdir(join(folder, name), { withFileTypes: true }))
        installed.push([
          join(name, entry.name),
          entry.isSymbolicLink()
            ? await readlink(join(folder, name, entry.name))
            : join(folder, name, entry.name),
        ]);
  }
  return installed;
}
