import { type Git, readRefs } from '@backout/gitops';
import { type LedgerRef, type Sha, unlessUserError } from '@backout/incident';
import type { Entry } from './entry.ts';
import { readLedgers } from './read.ts';
import { writeEntry } from './write.ts';

export interface Append {
  readonly ref: LedgerRef;
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
    const found: LedgerHead =
      attempt === 0 && onto !== undefined ? { kind: 'open', head: onto } : await findHead(git, append);
    if (found.kind === 'unreadable') continue;
    if (found.kind === 'present') return found.head;
    const commit = await writeEntry(git, entry, found.head, objectFormat);
    const lease = `--force-with-lease=${ref}:${found.head ?? ''}`;
    const pushed = await git.run('push', '--porcelain', lease, 'origin', `${commit}:${ref}`);
    if (pushed.code === 0) return commit;
    const said = `${pushed.stdout}\n${pushed.stderr}`;
    if (/returned error: 40[13]\b|denied to |declined|GH0\d\d/.test(said)) return null;
  }
  return null;
}

type LedgerHead =
  | { readonly kind: 'open'; readonly head: Sha | null }
  | { readonly kind: 'present'; readonly head: Sha }
  | { readonly kind: 'unreadable' };

async function findHead(git: Git, { ref, entry }: Append): Promise<LedgerHead> {
  const head = await readHead(git, ref);
  if (head === null) return { kind: 'open', head };
  if (head === 'unreadable') return { kind: 'unreadable' };
  const reading = holds(git, ref, head, entry);
  const present = await unlessUserError(reading, null, 'repository-unreadable', 'revision-unknown');
  if (present === null) return { kind: 'unreadable' };
  return { kind: present ? 'present' : 'open', head };
}

async function readHead(git: Git, ref: string): Promise<Sha | null | 'unreadable'> {
  const remote = await unlessUserError(
    readRefs(git, [ref]),
    null,
    'repository-unreadable',
    'revision-unknown',
  );
  return remote === null ? 'unreadable' : (remote.refs.get(ref) ?? null);
}

async function holds(git: Git, ref: string, head: Sha, entry: Entry): Promise<boolean> {
  const [ledger] = await readLedgers(git, new Map([[ref, head]]));
  return (ledger?.entries ?? []).some(
    (own) => own.entry.type === entry.type && own.entry.incident === entry.incident,
  );
}
