import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { git } from '../../../packages/world/src/github/git.ts';
import type { RecordedRevert } from './recorded-revert.ts';
import { name, type Served } from './served.ts';

export interface UsualWay {
  readonly tree: string | 'stopped' | 'no-clone';
  readonly seconds: number;
}

const identity = ['-c', 'user.name=dev', '-c', 'user.email=dev@example.com'];

/** What a workflow does by hand: a shallow clone, the bad commit with its parents, and `git revert`. */
export async function revertUsualWay(
  { github, token }: Served,
  scratch: string,
  { bad, is_merge }: RecordedRevert,
): Promise<UsualWay> {
  const folder = await mkdtemp(join(scratch, 'usual-'));
  const clone = join(folder, 'clone');
  const began = performance.now();
  const cloned = await succeeds(
    git(folder, ['clone', '--quiet', '--depth=1', '--branch=main', github.gitUrl(name, token), clone]),
  );
  if (!cloned) return { tree: 'no-clone', seconds: 0 };
  await git(clone, ['fetch', '--quiet', '--depth=2', 'origin', bad]);
  const mainline = is_merge ? ['-m', '1'] : [];
  const reverted = await succeeds(git(clone, [...identity, 'revert', '--no-edit', ...mainline, bad]));
  const seconds = (performance.now() - began) / 1000;
  const tree = reverted ? (await git(clone, ['rev-parse', 'HEAD^{tree}'])).trim() : 'stopped';
  await rm(folder, { recursive: true, force: true });
  return { tree, seconds };
}

function succeeds(ran: Promise<unknown>): Promise<boolean> {
  return ran.then(
    () => true,
    () => false,
  );
}
