import { Sha } from '@backout/incident';
import type { Git } from './git.ts';

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
