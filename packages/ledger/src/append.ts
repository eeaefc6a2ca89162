import type { Git } from '@backout/gitops';
import { Sha } from '@backout/incident';
import type { Entry } from './entry.ts';
import { readLedgers } from './read.ts';
import { writeEntry } from './write.ts';

export interface Append {
  readonly ref: string;
  readonly entry: Entry;
  /** Any object id of the repository, for its object format. */
  readonly like: Sha;
}

const tries = 5;

/**
 * Appends by compare-and-swap: on a lost race the entry is put on the new head. An entry of the same type, stage and
 * incident that is already there is left alone: a run that was repeated writes nothing twice.
 * @returns the head after it, or null where the remote refuses or does not answer
 */
export async function appendEntry(git: Git, { ref, entry, like }: Append): Promise<Sha | null> {
  for (let attempt = 0; attempt < tries; attempt++) {
    const head = await readHead(git, ref);
    if (head === 'unreadable') continue;
    const held = head === null ? false : await holds(git, ref, head, entry).catch(() => null);
    if (held === null) continue;
    if (held) return head;
    const commit = await writeEntry(git, entry, head, like);
    const lease = `--force-with-lease=${ref}:${head ?? ''}`;
    const pushed = await git.run('push', '--porcelain', lease, 'origin', `${commit}:${ref}`);
    if (pushed.code === 0) return commit;
    if (/returned error: 40[13]\b|denied to |declined|GH0\d\d/.test(pushed.stderr)) return null;
  }
  return null;
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
