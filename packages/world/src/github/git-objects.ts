import { git } from './git.ts';

export interface GitObject {
  readonly oid: string;
  readonly type: string;
}

/** Through stdin, so that no expression can be taken for an option. */
export async function resolveObject(directory: string, expression: string): Promise<GitObject | null> {
  if (expression.includes('\n')) return null;
  const line = await git(directory, ['cat-file', '--batch-check'], `${expression}\n`);
  const [, oid, type] = /^([0-9a-f]{40,64}) (commit|tree|blob|tag) \d+\n$/.exec(line) ?? [];
  return oid === undefined || type === undefined ? null : { oid, type };
}

/** The commit that a branch, tag or SHA names. */
export async function resolveCommit(directory: string, name: string): Promise<string | null> {
  const found = await resolveObject(directory, `${name}^{commit}`);
  return found?.oid ?? null;
}

export interface Ref {
  readonly ref: string;
  readonly oid: string;
  readonly type: string;
}

export async function listRefs(directory: string, prefix: string): Promise<Ref[]> {
  const text = await git(directory, ['for-each-ref', '--format=%(refname) %(objectname) %(objecttype)']);
  return text
    .split('\n')
    .map((line) => line.split(' '))
    .flatMap(([ref = '', oid = '', type = '']) =>
      ref.startsWith(prefix) && ref !== '' ? [{ ref, oid, type }] : [],
    );
}
