import type { Git } from '@backout/gitops';
import { Sha } from '@backout/incident';
import type { Entry } from './entry.ts';
import { readLedgers } from './read.ts';
import { writeEntry } from './write.ts';

export interface Append {
  readonly ref: string;
  readonly entry: Entry;
  /** Any object id of the repository, for its object format. */
  readonly objectFormat: Sha;
  /** An entry of our own that was just seen to be the head: only if it is not any more, the remote is asked. */
  readonly onto?: Sha;
}

const tries = 5;

/**
 * Appends by compare-and-swap: on a lost race the entry is put on the new head. An entry of the same type, stage and
 * incident that is already there is left alone: a run that was repeated writes nothing twice.
 * @returns the head after it, or null where the remote refuses or does not answer
 */
export async function appendEntry(git: Git, append: Append): Promise<Sha | null> {
  const { ref, entry, objectFormat, onto } = append;
  for (let attempt = 0; attempt < tries; attempt++) {
    const seen: Seen =
      attempt === 0 && onto !== undefined ? { kind: 'open', head: onto } : await look(git, append);
    if (seen.kind === 'unreadable') continue;
    if (seen.kind === 'held') return seen.head;
    const commit = await writeEntry(git, entry, seen.head, objectFormat);
    const lease = `--force-with-lease=${ref}:${seen.head ?? ''}`;
    const pushed = await git.run('push', '--porcelain', lease, 'origin', `${commit}:${ref}`);
    if (pushed.code === 0) return commit;
    const said = `${pushed.stdout}\n${pushed.stderr}`;
    if (/returned error: 40[13]\b|denied to |declined|GH0\d\d/.test(said)) return null;
  }
  return null;
}

type Seen =
  | { readonly kind: 'open'; readonly head: Sha | null }
  | { readonly kind: 'held'; readonly head: Sha }
  | { readonly kind: 'unreadable' };

async function look(git: Git, { ref, entry }: Append): Promise<Seen> {
  const head = await readHead(git, ref);
  if (head === null) return { kind: 'open', head };
  if (head === 'unreadable') return { kind: 'unreadable' };
  const held = await holds(git, ref, head, entry).catch(() => null);
  if (held === null) return { kind: 'unreadable' };
  return { kind: held ? 'held' : 'open', head };
}

async function readHead(git: Git, ref: string): Promise<Sha | null | 'unreadable'> {
  const output = await git.run('ls-remote', 'origin', ref);
  if (output.code !== 0) return 'unreadable';
  const sha = output.stdout.split('\t')[0]?.trim();
  return sha === undefined || sha === '' ? null : Sha.parse(sha);
}

async function holds(git: Git, ref: string, head: Sha, entry: Entry): Promise<boolean> {
  const [ledger] = await readLedgers(git, new Map([[ref, head]]));
  return (ledger?.entries ?? []).some(
    (held) => held.entry.type === entry.type && held.entry.incident === entry.incident,
  );
}
