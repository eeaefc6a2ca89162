import { Sha } from '@backout/incident';
import type { Git } from './git.ts';
import { objectsOnly } from './objects-only.ts';

/** A file of a commit whose trees are local; null where it does not exist or is no regular file. */
export async function readFileAt(
  git: Git,
  commit: Sha,
  path: string,
): Promise<{ blob: Sha; text: string } | null> {
  const entry = await git.read('ls-tree', '-z', commit, '--', `:(literal)${path}`);
  const match = /^100(?:644|755) blob ([0-9a-f]+)\t/.exec(entry);
  if (match === null) return null;
  const blob = Sha.parse(match[1]);
  return { blob, text: await readBlob(git, blob) };
}

export function readBlob(git: Git, blob: Sha): Promise<string> {
  return git.read('cat-file', 'blob', blob);
}

/**
 * Brings contents that are read next, in one request: git asks for each that it lacks by itself, two round trips a
 * time. What does not come is asked for again when it is read, and fails there.
 */
export async function fetchBlobs(git: Git, blobs: Iterable<Sha | null>): Promise<void> {
  const wanted = [...new Set(blobs)].filter((blob) => blob !== null);
  if (wanted.length > 0) await git.run('fetch', ...objectsOnly, '--filter=blob:none', 'origin', ...wanted);
}
