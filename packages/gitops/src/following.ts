import type { Sha } from '@backout/incident';
import type { Ends } from './descent.ts';
import { fetchCommits } from './fetch.ts';
import type { Git } from './git.ts';
import { readGraph } from './graph.ts';
import { type NoRange, nearDepth, type Range, rangeOf } from './range.ts';

/**
 * What a branch got since a tip that is local with its trees: the remote is told so, and brings what is new alone.
 * @param also commits that are wanted with it
 * @throws UserError `revision-unknown` where one of them is missing; `repository-unreadable`
 */
export async function readFollowing(git: Git, ends: Ends, also: readonly Sha[]): Promise<Range | NoRange> {
  const { previous, revision } = ends;
  await fetchCommits(git, [revision, ...also], { depth: nearDepth, with: 'trees', onto: previous });
  return rangeOf(git, ends, await readGraph(git, [revision, previous]));
}
