import { Sha } from '@backout/incident';
import type { Git } from './git.ts';
import { emptyTreeId } from './object-id.ts';
import { objectsOnly } from './objects-only.ts';
import { sameAt } from './same-at.ts';
import { cutShort, terminated } from './whole.ts';

/** A file of a commit whose trees are local; null where it does not exist or is no regular file. */
export async function readFileAt(
  git: Git,
  commit: Sha,
  path: string,
): Promise<{ blob: Sha; text: string } | null> {
  const output = await git.read('ls-tree', '-z', commit, '--', `:(literal)${path}`);
  const [entry = null] = terminated(output, '\0', 'ls-tree');
  if (entry === null) return missing(git, commit, path);
  const match = /^100(?:644|755) blob ([0-9a-f]+)\t/.exec(entry);
  if (match === null) return null;
  const blob = Sha.parse(match[1]);
  return { blob, text: await readBlob(git, blob) };
}

/** No entry is what an answer without its end looks like as well: an exit code says which it was. */
async function missing(git: Git, commit: Sha, path: string): Promise<null> {
  if (await sameAt(git, emptyTreeId(commit), commit, [path])) return null;
  throw cutShort('ls-tree');
}

export async function readBlob(git: Git, blob: Sha): Promise<string> {
  return (await git.object('blob', blob)).toString('utf8');
}

/** A command line holds some 40,000 ids; a commit that reformats a whole repository has more. */
const mostInOneRequest = 1_000;

/**
 * Brings contents that are read next, in one request: git asks for each that it lacks by itself, two round trips a
 * time. What does not come is asked for again when it is read, and fails there.
 */
export async function fetchBlobs(git: Git, blobs: Iterable<Sha | null>): Promise<void> {
  const wanted = [...new Set(blobs)].filter((blob) => blob !== null);
  for (let begin = 0; begin < wanted.length; begin += mostInOneRequest) {
    const some = wanted.slice(begin, begin + mostInOneRequest);
    await git.run('fetch', ...objectsOnly, '--filter=blob:none', 'origin', ...some);
  }
}
