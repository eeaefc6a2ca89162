import { Sha, UserError } from '@backout/incident';
import type { Git } from './git.ts';
import { emptyTreeId } from './object-id.ts';
import { cutShort } from './whole.ts';

/** One path between two trees. A null id: the path does not exist on that side. */
export interface PathChange {
  readonly path: string;
  readonly from: Sha | null;
  readonly to: Sha | null;
}

export interface TreePair {
  readonly from: Sha;
  readonly to: Sha;
}

/** What is different between trees that are local, for each pair of them. */
export function readDiffs(git: Git, pairs: readonly TreePair[]): Promise<PathChange[][]> {
  return compare(git, pairs, '-r');
}

/** The same of the trees' own entries alone: what is in a folder is not looked at, and need not be local. */
export function readEntryDiffs(git: Git, pairs: readonly TreePair[]): Promise<PathChange[][]> {
  return compare(git, pairs);
}

/** Plumbing, which no configuration of diffs changes. The last pair is always the same: its header ends the answer. */
async function compare(
  git: Git,
  pairs: readonly TreePair[],
  ...how: readonly string[]
): Promise<PathChange[][]> {
  const [first] = pairs;
  if (first === undefined) return [];
  const nothing = emptyTreeId(first.to);
  const lines = [...pairs, { from: nothing, to: nothing }].map(({ from, to }) => `${from} ${to}\n`);
  const output = await git.feed(
    lines.join(''),
    'diff-tree',
    '--stdin',
    ...how,
    '-z',
    '--raw',
    '--no-abbrev',
    '--no-renames',
  );
  return parse(output, lines).slice(0, -1);
}

/**
 * Each line comes back before what is different. A tree that cannot be read has no line, and the exit code is 0 all the
 * same; a path ends with NUL, so that none can pose as a line.
 */
function parse(output: string, lines: readonly string[]): PathChange[][] {
  const diffs: PathChange[][] = [];
  for (let at = 0; at < output.length; ) {
    const line = lines[diffs.length];
    if (output[at] === ':') {
      const change = /:([^\0]*)\0([^\0]+)\0/y;
      change.lastIndex = at;
      const [, meta = '', path] = change.exec(output) ?? [];
      if (path === undefined || diffs.length === lines.length) throw cutShort('diff-tree');
      diffs.at(-1)?.push(pathChange(meta, path));
      at = change.lastIndex;
    } else if (line !== undefined && output.startsWith(line, at)) {
      diffs.push([]);
      at += line.length;
    } else throw cutShort('diff-tree');
  }
  if (diffs.length !== lines.length) throw cutShort('diff-tree');
  return diffs;
}

function pathChange(meta: string, path: string): PathChange {
  if (path.includes('\uFFFD')) {
    throw new UserError(
      'unsupported-repository',
      'a changed path is not UTF-8; backout cannot revert it safely',
    );
  }
  const [, , from = '', to = ''] = meta.split(' ');
  return { path, from: sideId(from), to: sideId(to) };
}

function sideId(text: string): Sha | null {
  return /^0+$/.test(text) ? null : Sha.parse(text);
}
