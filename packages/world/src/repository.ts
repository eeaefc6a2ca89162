import { randomUUID } from 'node:crypto';
import type { Sha } from '@backout/incident';
import { tipOf } from './argocd/git.ts';
import { git, initBare } from './github/git.ts';

/** A file's content, with a mode where it is not a regular file; null deletes it. */
export type FileContent =
  | string
  | { readonly mode: '100755' | '120000' | '160000'; readonly content: string }
  | null;

interface NewCommit {
  readonly branch?: string;
  readonly message?: string;
  readonly files: Readonly<Record<string, FileContent>>;
  /** The second parent of a merge. */
  readonly merges?: Sha;
  /** Where the branch starts, if it is new. */
  readonly from?: Sha;
  /** Seconds since the epoch. */
  readonly at?: number;
  readonly author?: string;
}

type PushedCommit = Pick<NewCommit, 'message' | 'files'>;

export interface Pushed {
  readonly before: Sha;
  readonly commits: Sha[];
}

export interface Repository {
  readonly directory: string;
  /** Puts a commit on a branch without a work tree. @returns its id */
  commit(commit: NewCommit): Promise<Sha>;
  /** Commits on top of each other that `main` gets at once. @returns where it was, and the commits */
  push(commits: readonly PushedCommit[]): Promise<Pushed>;
  /** Writes what the commands of `git fast-import` say. @returns what they print */
  import(commands: string): Promise<string>;
  git(...args: readonly string[]): Promise<string>;
  tip(branch?: string): Promise<Sha>;
}

export async function createRepository(directory: string): Promise<Repository> {
  await initBare(directory, 'main', serverConfig);
  return openRepository(directory);
}

/** What github.com allows a client to ask for. */
const serverConfig = {
  'http.receivepack': 'true',
  'uploadpack.allowFilter': 'true',
  'uploadpack.allowAnySHA1InWant': 'true',
  'gc.auto': '0',
  'receive.autogc': 'false',
} as const;

export function openRepository(directory: string): Repository {
  const run = (...args: readonly string[]) => git(directory, args);
  const fastImport = (commands: string, ...options: readonly string[]) =>
    git(directory, ['fast-import', '--quiet', '--done', ...options], commands);
  const tip = async (branch = 'main') => (await run('rev-parse', `refs/heads/${branch}`)).trim() as Sha;
  const write = async (commit: NewCommit, ref: string, parent: string | null, ...options: string[]) =>
    (await fastImport(commandsOf(commit, ref, parent), ...options)).trim() as Sha;
  const commit = async (one: NewCommit): Promise<Sha> => {
    const branch = one.branch ?? 'main';
    if (one.from !== undefined) return write(one, `refs/heads/${branch}`, one.from, '--force');
    const before = await tipOf(directory, branch);
    return onceMore(
      () => write(one, `refs/heads/${branch}`, before),
      async () => (await tipOf(directory, branch)) !== before,
      () => commit(one),
    );
  };
  const push = async (commits: readonly PushedCommit[]): Promise<Pushed> => {
    const before = await tip();
    const staging = `refs/staging/${randomUUID()}`;
    const written: Sha[] = [];
    for (const one of commits) written.push(await write(one, staging, written.at(-1) ?? before));
    const after = written.at(-1) ?? before;
    return onceMore(
      async () => {
        await run('update-ref', 'refs/heads/main', after, before);
        return { before, commits: written };
      },
      async () => (await tip()) !== before,
      () => push(commits),
    ).finally(() => run('update-ref', '-d', staging));
  };
  return {
    ...{ directory, git: run, tip, commit, push },
    import: (commands) => fastImport(commands, '--force'),
  };
}

/** What a person does who is not alone: where the branch moved on in between, the same once more on top of it. */
async function onceMore<T>(
  act: () => Promise<T>,
  moved: () => Promise<boolean>,
  again: () => Promise<T>,
): Promise<T> {
  try {
    return await act();
  } catch (cause) {
    if (!(await moved())) throw cause;
    return again();
  }
}

function commandsOf(commit: NewCommit, ref: string, parent: string | null): string {
  const message = commit.message ?? `change ${Object.keys(commit.files).join(', ')}`;
  const who = `${commit.author ?? 'dev'} <${commit.author ?? 'dev'}@example.com> ${commit.at ?? now()} +0000`;
  const lines = [`commit ${ref}`, 'mark :1', `author ${who}`, `committer ${who}`, data(message)];
  if (parent !== null) lines.push(`from ${parent}`);
  if (commit.merges !== undefined) lines.push(`merge ${commit.merges}`);
  for (const [path, content] of Object.entries(commit.files)) lines.push(fileCommand(path, content));
  return `${lines.join('\n')}\n\nget-mark :1\ndone\n`;
}

function fileCommand(path: string, content: FileContent): string {
  const name = `"${path.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;
  if (content === null) return `D ${name}`;
  if (typeof content === 'string') return `M 100644 inline ${name}\n${data(content)}`;
  if (content.mode === '160000') return `M 160000 ${content.content} ${name}`;
  return `M ${content.mode} inline ${name}\n${data(content.content)}`;
}

function data(text: string): string {
  return `data ${Buffer.byteLength(text)}\n${text}`;
}

function now(): number {
  return Math.floor(Date.now() / 1000);
}
