import type { Sha } from '@backout/incident';
import { readBlob } from './file.ts';
import type { Git } from './git.ts';
import { manifestDocuments } from './manifest.ts';
import type { Documents } from './yaml/value.ts';

/** In characters, of all together: each may be as slow as a text can be, and there may be dozens. */
const mostOfAll = 2_000_000;

/**
 * What stands in files; after some megabytes the rest is `too-large`, unread. Contents that `fetchBlobs` has not brought
 * are fetched one by one.
 */
export async function readManifests(git: Git, blobs: Iterable<Sha | null>): Promise<Map<Sha, Documents>> {
  const wanted = [...new Set(blobs)].filter((blob) => blob !== null);
  const read = new Map<Sha, Documents>();
  let characters = 0;
  for (const blob of wanted) {
    const text = characters > mostOfAll ? null : await readBlob(git, blob);
    characters += text?.length ?? 0;
    read.set(
      blob,
      text === null || characters > mostOfAll ? { unread: 'too-large' } : manifestDocuments(text),
    );
  }
  return read;
}
