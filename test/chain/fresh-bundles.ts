import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { actions, root, sourcesDigest, sourcesFile } from '../tools/bundles.ts';

/** The end-to-end tests run the bundles: without this they would silently test what the sources were before. */
export default async function freshBundles(): Promise<void> {
  const stale = await builtFromOther(await sourcesDigest());
  if (stale.length > 0)
    throw new Error(`not built from these sources: ${stale.join(', ')}; run "npm run build"`);
}

/** The actions whose bundle does not say that it was built from the sources with this digest. */
export async function builtFromOther(digest: string): Promise<string[]> {
  const stale: string[] = [];
  for (const action of await actions()) {
    const path = join(root, 'actions', action, 'dist', sourcesFile);
    const built = await readFile(path, 'utf8').catch(() => 'nothing');
    if (built.trim() !== digest) stale.push(action);
  }
  return stale;
}
