import { Sha } from '@backout/incident';
import type { Git } from '../git.ts';
import { type EntryType, typeOf } from '../tree-entries.ts';

/** What stands at a path; null for nothing. */
export type Entry = { readonly type: EntryType; readonly id: Sha } | null;

export interface EntryChange {
  readonly path: string;
  readonly from: Entry;
  readonly to: Entry;
}

/** What differs below these paths between two commits, whose trees are local. */
export async function changedBetween(
  git: Git,
  from: Sha,
  to: Sha,
  paths: readonly string[],
): Promise<EntryChange[]> {
  const format = ['-r', '-z', '--raw', '--no-abbrev', '--no-renames'];
  const literally = paths.map((path) => `:(literal)${path}`);
  const output = await git.read('diff-tree', ...format, from, to, '--', ...literally);
  const tokens = output.split('\0');
  return tokens.flatMap((token, index) =>
    index % 2 === 0 && token !== '' ? change(token, tokens[index + 1]) : [],
  );
}

/** `:<mode> <mode> <id> <id> <status>`, and the path behind it. */
function change(meta: string, path = ''): EntryChange {
  const [fromMode = '', toMode = '', from = '', to = ''] = meta.slice(1).split(' ');
  return { path, from: entry(fromMode, from), to: entry(toMode, to) };
}

function entry(mode: string, id: string): Entry {
  return mode === '000000' ? null : { type: typeOf(mode), id: Sha.parse(id) };
}
