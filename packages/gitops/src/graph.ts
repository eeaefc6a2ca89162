import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Sha } from '@backout/incident';
import type { Git } from './git.ts';
import { cutShort, terminated } from './whole.ts';

/** A commit as the graph has it; no file is looked at. */
export interface Commit {
  readonly id: Sha;
  readonly tree: Sha;
  readonly parents: readonly Sha[];
  /** Values of the trailer `Backout-Key`, as written by whoever wrote the commit. */
  readonly revertKeys: readonly string[];
}

/**
 * A commit of the range that has the previous revision in its history, through these of its parents. Of a merge of a branch
 * that began where it was merged into it is the first parent alone: the branch is the merge's own.
 */
export interface Descendant extends Commit {
  readonly through: readonly Sha[];
}

/** Some of the commits of a history. A parent that is none of them is behind all that is asked about. */
export interface Graph {
  readonly commits: ReadonlyMap<Sha, Commit>;
  /** Those whose parents are not told, because the fetch ended there. */
  readonly cut: ReadonlySet<Sha>;
}

/** What `rev-list` says of each commit, for `parseCommits`. */
export const commitFormat = [
  '--no-commit-header',
  '--format=%H %T %P%x09%(trailers:key=Backout-Key,valueonly,unfold,separator=%x20)',
] as const;

/**
 * All commits behind the tips, as far as they were fetched. Whole when it is closed: the tips are there, and so are the
 * parents of all that is there.
 * @throws UserError `repository-unreadable`
 */
export async function readGraph(git: Git, tips: readonly Sha[]): Promise<Graph> {
  const commits = parseCommits(await git.read('rev-list', ...commitFormat, ...tips));
  const named = [...commits.values()].flatMap(({ parents }) => parents);
  if (![...tips, ...named].every((id) => commits.has(id))) throw cutShort('rev-list');
  return { commits, cut: await readCut(git) };
}

/** Where git says that a fetch has ended; that file is not there where none has. */
async function readCut(git: Git): Promise<ReadonlySet<Sha>> {
  try {
    const ids = await readFile(join(git.directory, 'shallow'), 'utf8');
    return new Set(
      ids
        .split('\n')
        .filter(Boolean)
        .map((id) => Sha.parse(id)),
    );
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return new Set();
    throw error;
  }
}

export function parseCommits(output: string): ReadonlyMap<Sha, Commit> {
  return new Map(
    terminated(output, '\n', 'rev-list')
      .map(parseCommit)
      .map((commit) => [commit.id, commit]),
  );
}

function parseCommit(line: string): Commit {
  const [graph = '', trailers = ''] = line.split('\t', 2);
  const [id, tree, ...parents] = graph.trimEnd().split(' ');
  return {
    id: Sha.parse(id),
    tree: Sha.parse(tree),
    parents: parents.map((parent) => Sha.parse(parent)),
    revertKeys: trailers.split(/\s+/).filter(Boolean),
  };
}
