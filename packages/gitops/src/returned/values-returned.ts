import { isProse, type Sha } from '@backout/incident';
import { fetchBlobs } from '../file.ts';
import type { Git } from '../git.ts';
import { isManifest } from '../manifest.ts';
import { readTexts } from '../read-manifests.ts';
import { changedBetween, type Entry, type EntryChange } from './changed-between.ts';
import { contentOf, type Returned } from './content.ts';
import { hasReturned } from './has-returned.ts';

export interface Comparison {
  /** Our revert, and the commit that it was made on. */
  readonly revert: Sha;
  readonly parent: Sha;
  readonly landed: Sha;
  /** What the application renders from. */
  readonly paths: readonly string[];
}

/** More is a mass change, or so long ago that nobody can say what came back. */
const most = { files: 40, others: 100 };

/** Whether what a revert took back is there again at a commit. The trees of all three commits are local. */
export async function valuesReturned(
  git: Git,
  { revert, parent, landed, paths }: Comparison,
): Promise<Returned> {
  const took = await changesOf(git, [parent, revert], paths);
  const since = await changesOf(git, [revert, landed], paths);
  const own = new Set(took.map(({ path }) => path));
  const others = since.filter(({ path, from }) => !own.has(path) && (from === null || isManifest(path)));
  if (others.length === 0 && !since.some(({ path }) => own.has(path))) return 'no';
  if (took.length > most.files || others.length > most.others) return 'unknown';
  const now = new Map(since.map(({ path, to }) => [path, to]));
  const files = took.map(({ path, from, to }) => {
    const there = now.get(path);
    return { path, bad: from, good: to, now: there === undefined ? to : there };
  });
  return compare(git, files, others);
}

async function changesOf(
  git: Git,
  [from, to]: readonly [Sha, Sha],
  paths: readonly string[],
): Promise<EntryChange[]> {
  return (await changedBetween(git, from, to, paths)).filter(({ path }) => !isProse(path));
}

interface Sides {
  readonly path: string;
  readonly bad: Entry;
  readonly good: Entry;
  readonly now: Entry;
}

async function compare(git: Git, files: readonly Sides[], others: readonly EntryChange[]): Promise<Returned> {
  const entries = [
    ...files.flatMap(({ bad, good, now }) => [bad, good, now]),
    ...others.flatMap(({ from, to }) => [from, to]),
  ];
  const blobs = entries.flatMap((entry) => (entry?.type === 'file' ? [entry.id] : []));
  await fetchBlobs(git, blobs);
  const texts = await readTexts(git, blobs);
  const content = (path: string, entry: Entry) => contentOf(path, entry, texts);
  return hasReturned(
    files.map(({ path, bad, good, now }) => ({
      path,
      bad: content(path, bad),
      good: content(path, good),
      now: content(path, now),
    })),
    others.map(({ path, from, to }) => ({ path, good: content(path, from), now: content(path, to) })),
  );
}
