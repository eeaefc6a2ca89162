import { Sha, UserError } from '@backout/incident';
import type { Git } from './git.ts';
import { writeCommit } from './object.ts';
import { emptyTreeId } from './object-id.ts';
import { cutShort, terminated } from './whole.ts';

/** One path of a commit, against its parent. A null id: the path did not exist on that side. */
export interface PathChange {
  readonly path: string;
  readonly from: Sha | null;
  readonly to: Sha | null;
}

/** A tree, and the commits that it is compared with: what differs from all of them is told, from the first one's. */
export interface Comparison {
  readonly tree: Sha;
  readonly against: readonly [Sha, ...Sha[]];
}

/** A command line holds some 40,000 ids. */
const mostInOneProcess = 10_000;

/**
 * What is different, for each comparison. Each is written as a commit of its own, so that neither the order of its real
 * parents nor where a fetch has cut the history decides what it is compared with.
 */
export async function readDiffs(git: Git, comparisons: readonly Comparison[]): Promise<PathChange[][]> {
  const diffs: PathChange[][] = [];
  for (let begin = 0; begin < comparisons.length; begin += mostInOneProcess) {
    diffs.push(...(await readSome(git, comparisons.slice(begin, begin + mostInOneProcess))));
  }
  return diffs;
}

async function readSome(git: Git, comparisons: readonly Comparison[]): Promise<PathChange[][]> {
  const [first] = comparisons;
  if (first === undefined) return [];
  const sentinel = { tree: emptyTreeId(first.tree), parents: [], message: 'end', at: 0 };
  const [end, ...commits] = await Promise.all([
    writeCommit(git, sentinel),
    ...comparisons.map(({ tree, against }, index) =>
      writeCommit(git, { tree, parents: against, message: `comparison ${index}`, at: 0 }),
    ),
  ]);
  const output = await git.read(
    'log',
    '--no-walk=unsorted',
    '-c',
    '--no-renames',
    '--raw',
    '--no-abbrev',
    '-z',
    '--format=%H',
    ...commits,
    end,
  );
  return parseDiffs(output, [...commits, end]).slice(0, -1);
}

/**
 * NUL cannot occur in a path, so that the tokens are ours. The last commit changes nothing: its header is the end of a
 * whole answer.
 */
function parseDiffs(output: string, commits: readonly Sha[]): PathChange[][] {
  const diffs: PathChange[][] = [];
  const tokens = terminated(output, '\0', 'log');
  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index]?.replace(/^\n/, '') ?? '';
    if (token.startsWith(':')) diffs.at(-1)?.push(pathChange(token, tokens[++index]));
    else if (token === commits[diffs.length]) diffs.push([]);
    else if (token !== '') throw cutShort('log');
  }
  if (diffs.length !== commits.length) throw cutShort('log');
  return diffs;
}

/** `:` a parent, then a mode and an id for each of them and for the result. */
function pathChange(meta: string, path: string | undefined): PathChange {
  if (path === undefined) throw cutShort('log');
  if (path.includes('\uFFFD')) {
    throw new UserError(
      'unsupported-repository',
      'a changed path is not UTF-8; backout cannot revert it safely',
    );
  }
  const parents = /^:+/.exec(meta)?.[0].length ?? 1;
  const ids = meta.split(' ').slice(parents + 1);
  return { path, from: sideId(ids[0]), to: sideId(ids[parents]) };
}

function sideId(text = ''): Sha | null {
  return /^0+$/.test(text) ? null : Sha.parse(text);
}
