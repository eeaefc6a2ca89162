import type { Sha } from '@backout/incident';
import type { Repository } from '@backout/world/repository';

/** A commit of a history that is written as it is meant, merges of any number of parents and roots among them. */
export interface Drawn {
  readonly parents: readonly string[];
  /** All of its files. */
  readonly files: Readonly<Record<string, string>>;
  /** Seconds since the epoch. */
  readonly at?: number;
  readonly message?: string;
}

/** Writes commits, parents first, by their names; the last one is the tip of `main`. @returns their ids */
export async function writeHistory<Name extends string>(
  repository: Repository,
  history: Readonly<Record<Name, Drawn>>,
): Promise<Record<Name, Sha>> {
  const names = Object.keys(history) as Name[];
  const markOf = (name: string) => `:${names.indexOf(name as Name) + 1}`;
  const commands = names.map((name) =>
    commit(markOf(name), history[name], history[name].parents.map(markOf)),
  );
  const marks = names.map((name) => `get-mark ${markOf(name)}\n`);
  const last = `reset refs/heads/main\nfrom :${names.length}\n`;
  const printed = await repository.import(`${commands.join('')}${last}\n${marks.join('')}done\n`);
  const ids = printed.trimEnd().split('\n') as Sha[];
  return Object.fromEntries(names.map((name, index) => [name, ids[index]])) as Record<Name, Sha>;
}

function commit(mark: string, { files, at = 0, message = mark }: Drawn, parents: readonly string[]): string {
  const [first, ...others] = parents;
  const lines = [
    'reset refs/heads/drawn\n',
    'commit refs/heads/drawn',
    `mark ${mark}`,
    `committer dev <dev@example.com> ${at} +0000`,
    data(message),
    ...(first === undefined ? [] : [`from ${first}`]),
    ...others.map((parent) => `merge ${parent}`),
    'deleteall',
    ...Object.entries(files).map(([path, content]) => `M 100644 inline ${path}\n${data(content)}`),
  ];
  return `${lines.join('\n')}\n\n`;
}

function data(text: string): string {
  return `data ${Buffer.byteLength(text)}\n${text}`;
}
