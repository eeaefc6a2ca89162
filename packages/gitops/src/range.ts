import { Sha, UserError } from '@backout/incident';
import type { PathChange } from './diffs.ts';
import type { Git } from './git.ts';
import { objectsOnly } from './objects-only.ts';
import { refusal } from './refusal.ts';

export type { PathChange } from './diffs.ts';

/** A first-parent commit of the range: a merge is one change, against the branch it was merged into. */
export interface Change {
  readonly commit: Sha;
  readonly committedAt: number;
  /** Values of the trailer `Backout-Key`, as written by whoever wrote the commit. */
  readonly revertKeys: readonly string[];
  readonly paths: readonly PathChange[];
}

/** Trees are cheap and round trips are not: most ranges fit the first fetch. */
const depths = [8, 64, 512, 4096];

/**
 * The commits of (previous, revision], newest first. Fetches commits and trees, no file content, and `also` with them.
 * @throws UserError `revision-unknown` where a commit is missing or `previous` is not behind `revision`
 */
export async function readRange(
  git: Git,
  previous: Sha,
  revision: Sha,
  also: readonly Sha[] = [],
): Promise<Change[]> {
  for (const depth of depths) {
    await fetchCommits(git, [revision, previous, ...also], depth);
    const chain = await git.read('rev-list', '--first-parent', `--max-count=${depth}`, revision);
    if (chain.includes(previous)) return readChanges(git, previous, revision);
    if (chain.trimEnd().split('\n').length < depth) break;
  }
  throw new UserError(
    'revision-unknown',
    `${previous.slice(0, 12)} is not behind ${revision.slice(0, 12)} in the branch's history; was it force-pushed?`,
  );
}

/** Commits and their trees, `depth` commits back, in one request. */
export async function fetchCommits(git: Git, commits: readonly Sha[], depth = 1): Promise<void> {
  const wanted = new Set(commits);
  const fetched = await git.run(
    'fetch',
    ...objectsOnly,
    `--depth=${depth}`,
    '--filter=blob:none',
    'origin',
    ...wanted,
  );
  if (fetched.code !== 0) throw refusal(fetched);
}

async function readChanges(git: Git, previous: Sha, revision: Sha): Promise<Change[]> {
  const output = await git.read(
    'log',
    '--first-parent',
    '--diff-merges=first-parent',
    '--no-renames',
    '--raw',
    '--no-abbrev',
    '-z',
    '--format=%H %ct %(trailers:key=Backout-Key,valueonly,separator=%x20)',
    `${previous}..${revision}`,
  );
  return parseLog(output);
}

/** NUL cannot occur in a commit's message or a path, so that the tokens are ours, whatever the text says. */
function parseLog(output: string): Change[] {
  const changes: (Change & { paths: PathChange[] })[] = [];
  const tokens = output.split('\0').map((token) => token.replace(/^\n/, ''));
  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index] ?? '';
    if (token.startsWith(':')) changes.at(-1)?.paths.push(pathChange(token, tokens[++index] ?? ''));
    else if (token !== '') changes.push(header(token));
  }
  return changes;
}

function header(token: string): Change & { paths: PathChange[] } {
  const [commit, seconds = '0', ...keys] = token.trimEnd().split(/\s+/);
  return { commit: Sha.parse(commit), committedAt: Number(seconds) * 1000, revertKeys: keys, paths: [] };
}

function pathChange(meta: string, path: string): PathChange {
  if (path.includes('�')) {
    throw new UserError(
      'unsupported-repository',
      'a changed path is not UTF-8; backout cannot revert it safely',
    );
  }
  const [, , from = '', to = ''] = meta.split(' ');
  return { path, from: objectId(from), to: objectId(to) };
}

function objectId(text: string): Sha | null {
  return /^0+$/.test(text) ? null : Sha.parse(text);
}
