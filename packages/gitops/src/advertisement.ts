import { Sha, UserError } from '@backout/incident';
import type { Git } from './git.ts';
import { refusal } from './refusal.ts';

/** What the remote said of its refs in one answer: the branch's tip, the locks and the kill switch belong together. */
export interface RefAdvertisement {
  readonly branch: string;
  readonly tip: Sha;
  readonly isDefault: boolean;
  /** The tip of the default branch. */
  readonly head: Sha;
  /** Every `refs/backout/*`, by full name. */
  readonly refs: ReadonlyMap<string, Sha>;
}

export const namespace = 'refs/backout';

/**
 * @param branch null for the default branch
 * @throws UserError `repository-unreadable`; an answer without the branch says nothing about the other refs
 */
export async function readAdvertisement(git: Git, branch: string | null): Promise<RefAdvertisement> {
  const heads = branch === null ? [] : [`refs/heads/${branch}`];
  const { refs, head, symbolic } = await readRefs(git, [...heads, `${namespace}/*`]);
  const name = branch ?? symbolic;
  const tip = branch === null ? head : refs.get(`refs/heads/${branch}`);
  if (name === null || tip === undefined) {
    throw new UserError(
      'repository-unreadable',
      `the repository shows no branch ${JSON.stringify(name ?? 'HEAD')}`,
    );
  }
  const own = [...refs].filter(([ref]) => ref.startsWith(`${namespace}/`));
  return { branch: name, tip, isDefault: name === symbolic, head, refs: new Map(own) };
}

export interface RemoteRefs {
  /** By full name; also what a pattern matches by the end of its name. */
  readonly refs: ReadonlyMap<string, Sha>;
  readonly head: Sha;
  /** The default branch, where `HEAD` names one. */
  readonly symbolic: string | null;
}

/**
 * The refs that patterns match, and `HEAD`, which every answer has to end with: sorted backwards its name comes after
 * all that begin with `refs/`. In git's own order the last one is `refs/backout/stop`, and a short answer would say
 * that nobody has stopped us.
 * @throws UserError `repository-unreadable`
 */
export async function readRefs(git: Git, patterns: readonly string[]): Promise<RemoteRefs> {
  const output = await git.run('ls-remote', '--symref', '--sort=-refname', 'origin', 'HEAD', ...patterns);
  if (output.code !== 0) throw refusal(output);
  const last = /(?:^|\n)([0-9a-f]+)\tHEAD\n$/.exec(output.stdout);
  if (last === null) {
    throw new UserError(
      'repository-unreadable',
      "git's answer to ls-remote was cut short, or the repository has no default branch",
    );
  }
  return { ...parse(output.stdout), head: Sha.parse(last[1]) };
}

function parse(output: string): Omit<RemoteRefs, 'head'> {
  const refs = new Map<string, Sha>();
  let symbolic: string | null = null;
  for (const line of output.split('\n').filter(Boolean)) {
    const [value = '', name = ''] = line.split('\t');
    if (!value.startsWith('ref: ')) refs.set(name, Sha.parse(value));
    else if (name === 'HEAD') symbolic = value.slice('ref: refs/heads/'.length);
  }
  return { refs, symbolic };
}
