import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Sha } from '@backout/incident';
import type { Repository } from '@backout/world/repository';

/** The oracle: plain `git revert` in a work tree. @returns the tree that comes of it, or what it comes to instead */
export async function plainRevert(
  repository: Repository,
  bad: Sha,
  scratch: string,
): Promise<string | 'conflict' | 'empty'> {
  const work = await mkdtemp(join(scratch, 'work-'));
  const parents = (await repository.git('rev-list', '--parents', '-1', bad)).trim().split(' ').length - 1;
  const mainline = parents > 1 ? ['-m', '1'] : [];
  const inWork = (...args: string[]) =>
    repository.git('-C', work, `--git-dir=${repository.directory}`, '--work-tree=.', ...args);
  const identity = ['-c', 'user.name=t', '-c', 'user.email=t@t'];
  await repository.git('config', 'core.bare', 'false');
  try {
    await inWork('checkout', '--quiet', '--force', 'main');
    const before = (await repository.git('rev-parse', 'HEAD^{tree}')).trim();
    await inWork(...identity, 'revert', '--no-commit', ...mainline, bad);
    const tree = (await inWork('write-tree')).trim();
    return tree === before ? 'empty' : tree;
  } catch {
    return 'conflict';
  } finally {
    await inWork('reset', '--quiet', '--hard', 'main').catch(() => undefined);
    await repository.git('config', 'core.bare', 'true');
    await rm(join(repository.directory, 'index'), { force: true });
    await rm(work, { recursive: true, force: true });
  }
}
