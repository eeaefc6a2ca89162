import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Repository } from '@backout/world/repository';
import { type Git, openGit } from '../git.ts';

/**
 * A git that has all that the repository has, and what is committed to it later: one for all cases of a test that is
 * about what is read, and not about how it was brought.
 */
export async function allFetched(repository: Repository, scratch: string): Promise<Git> {
  const git = await openGit({ url: `file://${repository.directory}`, token: null, scratch });
  const info = join(git.directory, 'objects/info');
  await mkdir(info, { recursive: true });
  await writeFile(join(info, 'alternates'), `${join(repository.directory, 'objects')}\n`);
  return git;
}
