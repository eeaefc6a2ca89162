import type { Sha } from '@backout/incident';
import { readBlob } from './file.ts';
import type { Git } from './git.ts';
import { manifestDocuments } from './manifest.ts';
import type { Documents } from './yaml/value.ts';

/** In characters, of all together: each may be as slow as a text can be, and there may be dozens. */
const mostOfAll = 2_000_000;

/**
 * What stands in files as YAML; after some megabytes the rest is `too-large`, unread. Contents that `fetchBlobs` has not
 * brought are fetched one by one.
 */
export async function readManifests(git: Git, blobs: Iterable<Sha | null>): Promise<Map<Sha, Documents>> {
  const texts = await readTexts(git, blobs);
  return new Map([...texts].map(([blob, text]) => [blob, documentsOf(text)]));
}

/** The texts of files, as above; null for the rest. */
export async function readTexts(git: Git, blobs: Iterable<Sha | null>): Promise<Map<Sha, string | null>> {
  const texts = new Map<Sha, string | null>();
  let characters = 0;
  for (const blob of new Set(blobs)) {
    if (blob === null) continue;
    const text = characters > mostOfAll ? null : await readBlob(git, blob);
    characters += text?.length ?? 0;
    texts.set(blob, characters > mostOfAll ? null : text);
  }
  return texts;
}

export function documentsOf(text: string | null): Documents {
  return text === null ? { unread: 'too-large' } : manifestDocuments(text);
}
