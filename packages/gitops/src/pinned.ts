import { type Sha, sha256, UserError } from '@backout/incident';
import { readFileAt } from './file.ts';
import type { Git } from './git.ts';

export interface Pinned {
  readonly path: string;
  readonly commit: Sha;
  /** Hex, of the content. */
  readonly sha256: string;
}

/** @throws UserError `policy-unreadable` where the file is not what an earlier stage read at the same commit */
export async function readPinned(git: Git, { path, commit, sha256: digest }: Pinned): Promise<string> {
  const file = await readFileAt(git, commit, path);
  if (file !== null && sha256(file.text) === digest) return file.text;
  throw new UserError('policy-unreadable', `the policy that the watch read is not at ${commit.slice(0, 12)}`);
}
