import { cutShort, type Git, namespace, objectsOnly, refusal, terminated } from '@backout/gitops';
import { Sha } from '@backout/incident';
import { type Entry, parseEntry, type RevertIntent } from './entry.ts';

export interface LedgerEntry {
  readonly sha: Sha;
  readonly entry: Entry;
}

/** A ref's entries, oldest first. `damaged` where a commit of it is not an entry. */
export interface Ledger {
  readonly ref: string;
  readonly head: Sha;
  readonly entries: readonly LedgerEntry[];
  readonly damaged: boolean;
}

/** Fetches the entries (commits without files) of all given refs in one request and reads them in one process. */
export async function readLedgers(git: Git, refs: ReadonlyMap<string, Sha>): Promise<Ledger[]> {
  if (refs.size === 0) return [];
  const heads = [...new Set(refs.values())];
  const fetched = await git.run('fetch', ...objectsOnly, '--filter=tree:0', 'origin', ...heads);
  if (fetched.code !== 0) throw refusal(fetched);
  const commits = parseCommits(await git.read('log', '-z', '--format=%H %P%n%B', ...heads), heads);
  return [...refs].map(([ref, head]) => chain(ref, head, commits));
}

/** Whole when it is closed: all that was asked for is there, and so are the parents of all that is there. */
function parseCommits(output: string, heads: readonly Sha[]): ReadonlyMap<Sha, Commit> {
  const commits = new Map(terminated(output, '\0', 'log').map(parseCommit));
  const named = [...commits.values()].flatMap(({ parents }) => parents);
  if ([...heads, ...named].every((sha) => commits.has(sha))) return commits;
  throw cutShort('log');
}

/** The ledgers of all reverts that the advertisement shows. */
export function revertRefs(refs: ReadonlyMap<string, Sha>): Map<string, Sha> {
  return new Map([...refs].filter(([ref]) => ref.startsWith(`${namespace}/reverts/`)));
}

/** What the revert that holds this ref is about; null where its first entry does not say. */
export function intentOf(ledger: Ledger): RevertIntent | null {
  const first = ledger.entries[0]?.entry;
  return !ledger.damaged && first?.type === 'revert.intent' ? first : null;
}

interface Commit {
  readonly parents: readonly Sha[];
  readonly message: string;
}

function parseCommit(record: string): [Sha, Commit] {
  const end = record.indexOf('\n');
  const [sha, ...parents] = record.slice(0, end).trim().split(' ');
  return [
    Sha.parse(sha),
    { parents: parents.map((parent) => Sha.parse(parent)), message: record.slice(end + 1) },
  ];
}

function chain(ref: string, head: Sha, commits: ReadonlyMap<Sha, Commit>): Ledger {
  const entries: LedgerEntry[] = [];
  let damaged = false;
  for (let sha: Sha | undefined = head; sha !== undefined; ) {
    const commit = commits.get(sha);
    const entry = commit === undefined ? null : parseEntry(commit.message);
    if (entry === null || (commit?.parents.length ?? 0) > 1) damaged = true;
    else entries.unshift({ sha, entry });
    sha = commit?.parents[0];
  }
  return { ref, head, entries, damaged };
}
