import { type Sha, UserError } from '@backout/incident';
import { type Descent, descend, type Ends, reaches } from './descent.ts';
import type { TreePair } from './diffs.ts';
import { mostCommits, readDistantGraph } from './distant.ts';
import { fetchCommits } from './fetch.ts';
import type { Git } from './git.ts';
import { type Commit, type Descendant, type Graph, readGraph } from './graph.ts';

export type { PathChange } from './diffs.ts';

/** A commit that came after the previous revision, with what its trees are compared with. */
export interface RangeCommit extends Descendant {
  readonly pairs: readonly TreePair[];
}

/** What came with a revision, of the graph alone. */
export interface Range extends Ends {
  /** The trees at its two ends, which are local. */
  readonly trees: TreePair;
  /** Every commit that has the previous revision in its history, newest first; the others came with a merge of these. */
  readonly commits: readonly RangeCommit[];
  /** Whether the trees of the commits are local. */
  readonly isNear: boolean;
}

/** Most ranges, and the branches that are merged in them. Deeper, the trees cost more than the request that they save. */
export const nearDepth = 16;

/** Commits alone cost next to nothing. */
const commitsDepth = 64;

/** @throws UserError as `readRanges` */
export async function readRange(
  git: Git,
  previous: Sha,
  revision: Sha,
  also: readonly Sha[] = [],
): Promise<Range> {
  const [range] = await readRanges(git, [{ previous, revision }], also);
  return range;
}

/**
 * The ranges between several ends, from one fetch where none of them is long: commits and trees, no file content, and
 * `also` with them.
 * @throws UserError `revision-unknown` where a commit is missing, `previous` is not in the history of `revision`, or
 *   there are too many commits between them; `repository-unreadable`
 */
export async function readRanges<const Pairs extends readonly Ends[]>(
  git: Git,
  ends: Pairs,
  also: readonly Sha[] = [],
): Promise<{ [Index in keyof Pairs]: Range }> {
  const tips = ends.flatMap(({ previous, revision }) => [revision, previous]);
  await fetchCommits(git, [...tips, ...also], { depth: nearDepth, with: 'trees' });
  const near = await readGraph(git, tips);
  const ranges: Range[] = [];
  for (const pair of ends) ranges.push(await readOne(git, pair, near));
  return ranges as { [Index in keyof Pairs]: Range };
}

/** A range, and the commits of the branch on top of it. */
export interface RangeAndSince {
  readonly range: Range;
  /** Of the graph alone: their trees are not needed, and would be megabytes where the branch has moved on. */
  readonly since: readonly Commit[];
}

/**
 * The same of a branch that has moved on: its commits come without trees, into a repository of the graph alone, while
 * the trees of the ends, of the tip and of `also` come into this one.
 * @throws UserError as `readRanges`
 */
export async function readRangeAndSince(
  git: Git,
  ends: Ends,
  tip: Sha,
  also: readonly Sha[] = [],
): Promise<RangeAndSince> {
  const { previous, revision } = ends;
  if (tip === revision) return { range: await readRange(git, previous, revision, also), since: [] };
  const tips = [previous, revision, tip];
  await using graph = await git.another();
  const [near] = await Promise.all([
    fetchCommits(graph, tips, { depth: commitsDepth, with: 'nothing' }).then(() => readGraph(graph, tips)),
    fetchCommits(git, [...tips, ...also]),
  ]);
  const range = await readOne(git, ends, near);
  const local = new Set<Sha>(tips);
  const isNear = range.commits.every(({ id, through }) => [id, ...through].every((one) => local.has(one)));
  const since = await readOne(git, { previous: revision, revision: tip }, near);
  return { range: { ...range, isNear }, since: since.commits };
}

/**
 * Whether a commit is in the history of a revision; of the graph alone.
 * @throws UserError `revision-unknown` where one of them is missing, or is too far away to tell; `repository-unreadable`
 */
export async function contains(git: Git, revision: Sha, commit: Sha): Promise<boolean> {
  if (revision === commit) return true;
  await fetchCommits(git, [revision, commit], { depth: commitsDepth, with: 'nothing' });
  const near = await readGraph(git, [revision, commit]);
  if (reaches(near, revision, commit)) return true;
  const told = await descent(git, { previous: commit, revision }, near);
  if (told.kind === 'too-far')
    throw new UserError(
      'revision-unknown',
      `there are more than ${mostCommits} commits since ${named(commit)}`,
    );
  return told.kind === 'behind';
}

/** Why nothing is between two commits, or not how much. */
export type NoRange = 'not-behind' | 'too-far';

/**
 * The same range, where it is not known that there is one.
 * @throws UserError `revision-unknown` where a commit is missing; `repository-unreadable`
 */
export async function findRange(git: Git, ends: Ends): Promise<Range | NoRange> {
  const tips = [ends.revision, ends.previous];
  await fetchCommits(git, tips, { depth: nearDepth, with: 'trees' });
  return rangeOf(git, ends, await readGraph(git, tips));
}

async function readOne(git: Git, ends: Ends, near: Graph): Promise<Range> {
  const range = await rangeOf(git, ends, near);
  if (typeof range === 'object') return range;
  throw new UserError('revision-unknown', noRange[range](ends));
}

const noRange = {
  'not-behind': ({ previous, revision }) =>
    `${named(previous)}, which was live before, is not in the history of ${named(revision)}; was the branch force-pushed, or set back?`,
  'too-far': ({ previous }) =>
    `there are more than ${mostCommits} commits since ${named(previous)}, the last deployment`,
} satisfies Record<NoRange, (ends: Ends) => string>;

function named(commit: Sha): string {
  return commit.slice(0, 12);
}

/** The same from a graph that was fetched. */
export async function rangeOf(git: Git, ends: Ends, near: Graph): Promise<Range | NoRange> {
  const { previous, revision } = ends;
  const told = await descent(git, ends, near);
  if (told.kind !== 'behind') return told.kind;
  const commits = new Map<Sha, Commit>([
    ...near.commits,
    ...told.commits.map((one) => [one.id, one] as const),
  ]);
  const treeOf = (id: Sha) => (commits.get(id) as Commit).tree;
  return {
    ...ends,
    trees: { from: treeOf(previous), to: treeOf(revision) },
    commits: told.commits.map((commit) => ({
      ...commit,
      pairs: commit.through.map((parent) => ({ from: treeOf(parent), to: commit.tree })),
    })),
    isNear: told.commits.every(({ id }) => near.commits.has(id)),
  };
}

type Told = Exclude<Descent, { kind: 'open' }> | { readonly kind: 'too-far' };

/** Where the fetched graph ends too early, all that is between the two is asked for. */
async function descent(git: Git, ends: Ends, near: Graph): Promise<Told> {
  const told = descend(near, ends);
  if (told.kind !== 'open') return told;
  const distant = await readDistantGraph(git, ends);
  if (distant === 'too-many') return { kind: 'too-far' };
  const all = descend(distant, ends);
  if (all.kind !== 'open') return all;
  throw new Error('a graph without cuts is never open');
}
