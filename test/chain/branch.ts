import type { Sha } from '@backout/incident';
import { Entry } from '@backout/ledger';
import type { Repository } from '@backout/world/repository';

export interface Landed {
  readonly sha: Sha;
  readonly parent: string;
  readonly tree: string;
  readonly subject: string;
  readonly body: string;
}

/** The branch as it is on the server, newest first, as far back as `since`. */
export async function commitsSince(gitops: Repository, since: string): Promise<Landed[]> {
  const text = await gitops.git('log', '-z', '--format=%H%x01%P%x01%T%x01%s%x01%B', `${since}..main`);
  return text
    .split('\0')
    .filter(Boolean)
    .map((record) => {
      const [sha = '', parent = '', tree = '', subject = '', body = ''] = record.split('\u0001');
      return { sha: sha as Sha, parent, tree, subject, body };
    });
}

/** Commits that claim to be ours. */
export function reverts(commits: readonly Landed[]): Landed[] {
  return commits.filter(({ body }) => /^Backout-Key: /m.test(body));
}

/** Every ref of ours with its entries, oldest first, each parsed as strictly as backout does. */
export async function ledgers(gitops: Repository): Promise<Map<string, Entry[]>> {
  const names = (await gitops.git('for-each-ref', '--format=%(refname)', 'refs/backout')).split('\n');
  const all = new Map<string, Entry[]>();
  for (const ref of names.filter((name) => name !== '' && !name.startsWith('refs/backout/stop'))) {
    const messages = (await gitops.git('log', '-z', '--reverse', '--format=%B', ref)).split('\0');
    all.set(
      ref,
      messages.filter(Boolean).map((message) => Entry.parse(JSON.parse(message))),
    );
  }
  return all;
}

/** A row a ref: what kind of ref it is, then the types of its entries, oldest first. */
export async function ledgerRows(gitops: Repository): Promise<string[][]> {
  const rows = [...(await ledgers(gitops))].map(([ref, entries]) => [
    ref.split('/')[2] ?? '',
    ...entries.map((entry) => (entry.type === 'decision' ? `decision ${entry.outcome}` : entry.type)),
  ]);
  return rows.sort();
}
