import type { Sha } from '@backout/incident';
import type { Git } from './git.ts';
import { objectsOnly } from './objects-only.ts';
import { refusal } from './refusal.ts';

export interface Reach {
  /** How many commits back from each of them. */
  readonly depth: number;
  readonly with: 'trees' | 'nothing';
  /** A commit that is local with its trees: what is in it is not brought again. */
  readonly onto?: Sha;
}

/** Commits, with all of their trees or without, in one request. @throws UserError `repository-unreadable`, `revision-unknown` */
export async function fetchCommits(
  git: Git,
  commits: readonly Sha[],
  reach: Reach = { depth: 1, with: 'trees' },
): Promise<void> {
  const { depth, onto } = reach;
  const known = onto === undefined ? nothingKnown : upTo(onto);
  await fetchObjects(git, commits, known, `--depth=${depth}`, filters[reach.with]);
}

const filters = { trees: '--filter=blob:none', nothing: '--filter=tree:0' } as const;

/** A command line holds some 40,000 ids. */
const mostInOneRequest = 10_000;

/** Trees without what is in them. @throws UserError as `fetchCommits` */
export async function fetchTrees(git: Git, trees: readonly Sha[]): Promise<void> {
  const wanted = [...new Set(trees)];
  for (let begin = 0; begin < wanted.length; begin += mostInOneRequest) {
    await fetchObjects(git, wanted.slice(begin, begin + mostInOneRequest), nothingKnown, filters.nothing);
  }
}

/** What goes before `fetch` and behind it, so that the remote hears of what is local. */
interface Known {
  readonly configured: readonly string[];
  readonly how: readonly string[];
}

const nothingKnown: Known = { configured: [], how: [] };

function upTo(commit: Sha): Known {
  const configured = ['-c', 'fetch.negotiationAlgorithm=consecutive'];
  return { configured, how: [`--negotiation-tip=${commit}`] };
}

async function fetchObjects(
  git: Git,
  ids: readonly Sha[],
  known: Known,
  ...how: readonly string[]
): Promise<void> {
  const options = [...objectsOnly, ...known.how, ...how];
  const fetched = await git.run(...known.configured, 'fetch', ...options, 'origin', ...new Set(ids));
  if (fetched.code !== 0) throw refusal(fetched);
}
