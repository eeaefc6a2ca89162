import type { Sha } from '@backout/incident';
import type { Git } from './git.ts';
import { objectsOnly } from './objects-only.ts';
import { entriesOf, treeOf } from './tree.ts';

/** A file of a commit whose trees are local; null where it does not exist or is no regular file. */
export async function readFileAt(
  git: Git,
  commit: Sha,
  path: string,
): Promise<{ blob: Sha; text: string } | null> {
  const entry = await entriesOf(git, await treeOf(git, commit))(path);
  if (entry === null || !/^100(?:644|755)$/.test(entry.mode)) return null;
  return { blob: entry.id, text: await readBlob(git, entry.id) };
}

/** What is at paths of a commit whose trees are local: the ids alone, of those that are there. */
export async function contentsAt(git: Git, commit: Sha, paths: readonly string[]): Promise<Sha[]> {
  const entryAt = entriesOf(git, await treeOf(git, commit));
  const entries = await Promise.all(paths.map((path) => entryAt(path)));
  return entries.flatMap((entry) => (entry?.mode.startsWith('100') ? entry.id : []));
}

export async function readBlob(git: Git, blob: Sha): Promise<string> {
  return (await git.object('blob', blob)).toString('utf8');
}

/** A command line holds some 40,000 ids; a commit that reformats a whole repository has more. */
const mostInOneRequest = 1_000;

/** Git cannot be asked whether it has an object without asking the remote for it. */
const brought = new WeakMap<Git, Set<Sha>>();

/**
 * Brings contents that are read next, in one request: git asks for each that it lacks by itself, two round trips a
 * time. What does not come is asked for again when it is read, and fails there.
 */
export async function fetchBlobs(git: Git, blobs: Iterable<Sha | null>): Promise<void> {
  const known = brought.get(git) ?? new Set();
  brought.set(git, known);
  const wanted = [...new Set(blobs)].filter((blob) => blob !== null).filter((blob) => !known.has(blob));
  for (let begin = 0; begin < wanted.length; begin += mostInOneRequest) {
    const some = wanted.slice(begin, begin + mostInOneRequest);
    const { code } = await git.run('fetch', ...objectsOnly, '--filter=blob:none', 'origin', ...some);
    if (code === 0) for (const blob of some) known.add(blob);
  }
}
