import type { Sha } from '@backout/incident';
import { fetchBlobs, readBlob } from '../file.ts';
import type { Git } from '../git.ts';
import type { TreeEntry } from '../tree-entries.ts';

const largestBytes = 1_000_000;

/** The texts of files and links, brought in one request; null for those that are too large. */
export async function readTogether(
  git: Git,
  entries: readonly TreeEntry[],
): Promise<ReadonlyMap<Sha, string | null>> {
  const ids = [...new Set(entries.map(({ id }) => id))];
  await fetchBlobs(git, ids);
  const texts = new Map<Sha, string | null>();
  for (const id of ids) {
    const text = await readBlob(git, id);
    texts.set(id, text.length > largestBytes ? null : text);
  }
  return texts;
}
