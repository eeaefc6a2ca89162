import { isAtOrBelow, type Sha, UserError } from '@backout/incident';
import { type PathChange, readDiffs } from './diffs.ts';
import { fetchCommits } from './fetch.ts';
import type { Git } from './git.ts';
import { narrow } from './narrow.ts';
import type { Range, RangeCommit } from './range.ts';

/** A commit of the range with all that it changed; a merge is one change, against the line it was merged into. */
export interface Change {
  readonly commit: Sha;
  /** Values of the trailer `Backout-Key`, as written by whoever wrote the commit. */
  readonly revertKeys: readonly string[];
  /**
   * The parent that its paths are compared with: the one that has the previous revision in its history. Null for a merge
   * of several such lines, of which only what differs from all of them is its own: there is no side to go back to.
   */
  readonly mainline: Sha | null;
  readonly paths: readonly PathChange[];
}

export interface Changes {
  /** What is different at the two ends. */
  readonly between: readonly PathChange[];
  /** The commits that touch any of that, newest first. */
  readonly changes: readonly Change[];
}

/** Whoever made so many changes in one deployment is not helped by a list of suspects. */
const mostChanges = 1_000;

const fewCommits = 16;

/**
 * What a range changed in the paths (folders and files; `.` for all), and by which commits. What is the same at both
 * ends was not changed, whatever happened in between.
 * @throws UserError `revision-unknown` where too many commits did; `repository-unreadable`, `unsupported-repository`
 */
export async function readChanges(git: Git, range: Range, paths: readonly string[]): Promise<Changes> {
  if (!range.isNear) return touching(await compare(git, range, await narrowed(git, range, paths)), paths);
  const known = whole.get(range) ?? (await compare(git, range, range.commits));
  whole.set(range, known);
  return touching(known, paths);
}

/** Of a short range everything is compared at once: it is asked for the paths of one policy after the other. */
const whole = new WeakMap<Range, Changes>();

async function compare(git: Git, range: Range, commits: readonly RangeCommit[]): Promise<Changes> {
  const pairs = [range.trees, ...commits.flatMap((commit) => commit.pairs)];
  const [ends = [], ...diffs] = await readDiffs(git, pairs);
  const changes = commits.map((commit) => changeOf(commit, diffs.splice(0, commit.pairs.length)));
  return { between: ends, changes };
}

/** Those of the changes that have to do with some of the paths. */
export function touching({ between, changes }: Changes, paths: readonly string[]): Changes {
  const own = between.filter(({ path }) => isIn(paths, path));
  const different = new Set(own.map(({ path }) => path));
  return {
    between: own,
    changes: changes.filter((change) => change.paths.some(({ path }) => different.has(path))),
  };
}

/**
 * Of a long range only the commits that touch what is different at its ends: these are local then, with their trees. Of a
 * few commits all trees are one request, and the trees on the way to a path one for each folder.
 */
async function narrowed(git: Git, range: Range, paths: readonly string[]): Promise<readonly RangeCommit[]> {
  if (range.commits.length > fewCommits) return narrowedByPaths(git, range, paths);
  await fetchTreesOf(git, range.commits);
  return range.commits;
}

async function narrowedByPaths(git: Git, range: Range, paths: readonly string[]): Promise<RangeCommit[]> {
  const [ends = []] = await readDiffs(git, [range.trees]);
  const different = ends.map(({ path }) => path).filter((path) => isIn(paths, path));
  const commits = await narrow(git, range.commits, different);
  if (commits.length > mostChanges) {
    throw new UserError(
      'revision-unknown',
      `more than ${mostChanges} commits since ${range.previous.slice(0, 12)}, the last deployment, change the application`,
    );
  }
  await fetchTreesOf(git, commits);
  return commits;
}

async function fetchTreesOf(git: Git, commits: readonly RangeCommit[]): Promise<void> {
  const wanted = commits.flatMap(({ id, through }) => [id, ...through]);
  if (wanted.length > 0) await fetchCommits(git, wanted);
}

function changeOf({ id, revertKeys, through }: RangeCommit, diffs: readonly PathChange[][]): Change {
  const [mainline = null, ...others] = through;
  const [first = [], ...rest] = diffs;
  const sets = rest.map((diff) => new Set(diff.map(({ path }) => path)));
  return {
    commit: id,
    revertKeys,
    mainline: others.length === 0 ? mainline : null,
    paths: first.filter(({ path }) => sets.every((set) => set.has(path))),
  };
}

function isIn(paths: readonly string[], path: string): boolean {
  return paths.some((root) => isAtOrBelow(path, root));
}
