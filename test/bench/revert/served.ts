import { appendFile, mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Sha } from '@backout/incident';
import { type GitHubWorld, temporaryGitHub } from '@backout/world/github';
import { openRepository, type Repository } from '@backout/world/repository';
import { git } from '../../../packages/world/src/github/git.ts';

/** A recorded repository behind a git server: its objects stay where they are, the refs are the case's. */
export interface Served extends AsyncDisposable {
  readonly github: GitHubWorld;
  readonly repository: Repository;
  readonly url: string;
  readonly token: string;
  /** Which of the commits are in the recorded repository. */
  has(commits: readonly Sha[]): Promise<ReadonlySet<string>>;
}

export const name = 'acme/gitops';
/** The policy stands on a branch of its own, so that the recorded trees stay as they are. */
export const policyBranch = 'policy';

const token = 'writer';

export async function serve(directory: string): Promise<Served> {
  const objects = (await git(resolve(directory), ['rev-parse', '--git-path', 'objects'])).trim();
  const github = await temporaryGitHub({ tokens: { [token]: { login: 'backout' } } });
  const state = await github.createRepository(name, { defaultBranch: policyBranch });
  await mkdir(join(state.directory, 'objects/info'), { recursive: true });
  await appendFile(join(state.directory, 'objects/info/alternates'), `${resolve(directory, objects)}\n`);
  const repository = openRepository(state.directory);
  const has = async (commits: readonly Sha[]) => {
    const input = commits.map((commit) => `${commit}\n`).join('');
    const told = await git(state.directory, ['cat-file', '--batch-check'], input);
    return new Set([...told.matchAll(/^(\S+) commit /gm)].map(([, id]) => id ?? ''));
  };
  return {
    ...{ github, repository, url: `${github.url}/${name}`, token, has },
    [Symbol.asyncDispose]: () => github[Symbol.asyncDispose](),
  };
}
