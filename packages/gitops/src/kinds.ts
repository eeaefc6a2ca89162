import { readBlob } from './file.ts';
import type { Git } from './git.ts';
import { isManifest, manifestDocuments } from './manifest.ts';
import type { PathChange } from './range.ts';

/** The kinds of resources (`Deployment`, `PersistentVolumeClaim`) in the changed manifests, on either side. */
export async function readKinds(git: Git, paths: readonly PathChange[]): Promise<string[]> {
  const blobs = paths.filter(({ path }) => isManifest(path)).flatMap(({ from, to }) => [from, to]);
  const texts = await Promise.all(blobs.filter((blob) => blob !== null).map((blob) => readBlob(git, blob)));
  const kinds = texts
    .flatMap(manifestDocuments)
    .map((document) => (document as { kind?: unknown } | null)?.kind);
  return [...new Set(kinds.filter((kind) => typeof kind === 'string'))].sort();
}
