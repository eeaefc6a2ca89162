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
export async function readDiffs(git: Git, pairs: readonly TreePair[]): Promise<PathChange[][]> {
  return (await compare(git, pairs, ['-r'])).map((diff) => diff.map(pathChange));
}

/** An entry of a tree itself; with both trees where it is a folder on both sides. */
export interface EntryChange {
  readonly name: string;
  readonly folders: TreePair | null;
}

/** The same of the trees' own entries alone: what is in a folder is not looked at, and need not be local. */
export async function readEntryDiffs(git: Git, pairs: readonly TreePair[]): Promise<EntryChange[][]> {
  return (await compare(git, pairs, [])).map((diff) => diff.map(entryChange));
}

/** The same below these paths, with the modes of both sides. */
export async function readRawDiff(git: Git, pair: TreePair, paths: readonly string[]): Promise<RawChange[]> {
  const [diff = []] = await compare(git, [pair], ['-r'], paths);
  return diff;
}

/** What git says of a path: `:<mode> <mode> <id> <id> <status>`. */
export interface RawChange {
  readonly path: string;
  readonly modes: readonly [from: string, to: string];
  readonly ids: readonly [from: string, to: string];
}

/** Plumbing, which no configuration of diffs changes. The last pair is always the same: its header ends the answer. */
async function compare(
  git: Git,
  pairs: readonly TreePair[],
  how: readonly string[],
  paths: readonly string[] = [],
): Promise<RawChange[][]> {
  const [first] = pairs;
  if (first === undefined) return [];
  const nothing = emptyTreeId(first.to);
  const lines = [...pairs, { from: nothing, to: nothing }].map(({ from, to }) => `${from} ${to}\n`);
  const raw = ['-z', '--raw', '--no-abbrev', '--no-renames'];
  const literally = paths.map((path) => `:(literal)${path}`);
  const output = await git.feed(lines.join(''), 'diff-tree', '--stdin', ...how, ...raw, '--', ...literally);
  return parse(output, lines).slice(0, -1);
}

/**
 * Each line comes back before what is different. A tree that cannot be read has no line, and the exit code is 0 all the
 * same; a path ends with NUL, so that none can pose as a line.
 */
function parse(output: string, lines: readonly string[]): RawChange[][] {
  const change = /:(\d+) (\d+) ([0-9a-f]+) ([0-9a-f]+) \w+\0([^\0]+)\0/y;
  const diffs: RawChange[][] = [];
  for (let at = 0; at < output.length; ) {
    const line = lines[diffs.length];
    change.lastIndex = at;
    const found = change.exec(output);
    if (found !== null && line !== undefined) {
      const [, fromMode = '', toMode = '', from = '', to = '', path = ''] = found;
      diffs.at(-1)?.push({ path, modes: [fromMode, toMode], ids: [from, to] });
      at = change.lastIndex;
    } else if (line !== undefined && output.startsWith(line, at)) {
      diffs.push([]);
      at += line.length;
    } else throw cutShort('diff-tree');
  }
  if (diffs.length !== lines.length) throw cutShort('diff-tree');
  return diffs;
}

function pathChange({ path, ids: [from, to] }: RawChange): PathChange {
  if (path.includes('\uFFFD')) {
    throw new UserError(
      'unsupported-repository',
      'a changed path is not UTF-8; backout cannot revert it safely',
    );
  }
  return { path, from: sideId(from), to: sideId(to) };
}

function entryChange({ path, modes, ids: [from, to] }: RawChange): EntryChange {
  const areFolders = modes.every((mode) => mode === '040000');
  return { name: path, folders: areFolders ? { from: Sha.parse(from), to: Sha.parse(to) } : null };
}

function sideId(text: string): Sha | null {
  return /^0+$/.test(text) ? null : Sha.parse(text);
}
