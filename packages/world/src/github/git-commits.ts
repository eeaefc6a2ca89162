import { git } from './git.ts';

export interface GitCommit {
  readonly oid: string;
  readonly tree: string;
  readonly parents: readonly string[];
  readonly author: { readonly name: string; readonly email: string; readonly date: string };
  readonly committer: GitCommit['author'];
  readonly message: string;
}

const fields = ['%H', '%T', '%P', '%an', '%ae', '%aI', '%cn', '%ce', '%cI', '%B'];

/** @param args what `git log` takes: a revision, a range, `--no-walk`, paths */
export async function readCommits(directory: string, args: readonly string[]): Promise<GitCommit[]> {
  const text = await git(directory, ['log', '-z', `--format=${fields.join('%x00')}`, ...args]);
  const values = text.split('\0');
  const count = Math.floor(values.length / fields.length);
  return Array.from({ length: count }, (_, index) =>
    toCommit(values.slice(index * fields.length, (index + 1) * fields.length)),
  );
}

export async function readCommit(directory: string, oid: string): Promise<GitCommit> {
  const [commit] = await readCommits(directory, ['-1', oid]);
  if (commit === undefined) throw new Error(`no commit ${oid}`);
  return commit;
}

function toCommit(values: readonly string[]): GitCommit {
  const [
    oid = '',
    tree = '',
    parents = '',
    an = '',
    ae = '',
    aI = '',
    cn = '',
    ce = '',
    cI = '',
    message = '',
  ] = values;
  return {
    oid,
    tree,
    parents: parents === '' ? [] : parents.split(' '),
    author: { name: an, email: ae, date: utc(aI) },
    committer: { name: cn, email: ce, date: utc(cI) },
    message: message.replace(/\n$/, ''),
  };
}

function utc(date: string): string {
  return `${new Date(date).toISOString().slice(0, 19)}Z`;
}

export interface FileChange {
  readonly path: string;
  readonly status: 'added' | 'removed' | 'modified';
  readonly blob: string;
  readonly additions: number;
  readonly deletions: number;
}

const statuses = { A: 'added', D: 'removed', M: 'modified', T: 'modified' } as const;

export async function changedFiles(directory: string, from: string, to: string): Promise<FileChange[]> {
  const range = ['-r', '-z', '--no-renames', '--full-index', from, to];
  const [raw, numbers] = await Promise.all([
    git(directory, ['diff-tree', '--raw', ...range]),
    git(directory, ['diff-tree', '--numstat', ...range]),
  ]);
  const counts = numbers.split('\0').filter((line) => line !== '');
  const entries = raw.split('\0').filter((line) => line !== '');
  return counts.map((line, index) => {
    const [additions = '0', deletions = '0'] = line.split('\t');
    const [, , before = '', after = '', letter = 'M'] = (entries[index * 2] ?? '').split(' ');
    const status = statuses[letter as keyof typeof statuses];
    return {
      path: entries[index * 2 + 1] ?? '',
      status,
      blob: status === 'removed' ? before : after,
      // git writes `-` for a binary file
      additions: additions === '-' ? 0 : Number(additions),
      deletions: deletions === '-' ? 0 : Number(deletions),
    };
  });
}
