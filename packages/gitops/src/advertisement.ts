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
  const output = await git.run('ls-remote', '--symref', 'origin', 'HEAD', ...heads, `${namespace}/*`);
  if (output.code !== 0) throw refusal(output);
  const { refs, symbolic } = parse(output.stdout);
  const name = branch ?? symbolic;
  const head = refs.get('HEAD');
  const tip = branch === null ? head : refs.get(`refs/heads/${branch}`);
  if (name === null || tip === undefined || head === undefined) {
    throw new UserError(
      'repository-unreadable',
      `the repository shows no branch ${JSON.stringify(name ?? 'HEAD')}`,
    );
  }
  const own = [...refs].filter(([ref]) => ref.startsWith(`${namespace}/`));
  return { branch: name, tip, isDefault: name === symbolic, head, refs: new Map(own) };
}

function parse(output: string): { refs: Map<string, Sha>; symbolic: string | null } {
  const refs = new Map<string, Sha>();
  let symbolic: string | null = null;
  for (const line of output.split('\n').filter(Boolean)) {
    const [value = '', name = ''] = line.split('\t');
    if (!value.startsWith('ref: ')) refs.set(name, Sha.parse(value));
    else if (name === 'HEAD') symbolic = value.slice('ref: refs/heads/'.length);
  }
  return { refs, symbolic };
}
