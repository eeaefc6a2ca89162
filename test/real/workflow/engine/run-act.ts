import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type GitHubEvent, git, type RepositoryState } from '@backout/world/github';
import { type RunningProcess, startProcess } from '../../processes/process.ts';
import { binary } from '../../tools/tools.ts';
import type { Workflow } from './read-workflows.ts';

/** Everything that act is told about a run. */
interface ActSpec {
  readonly id: number;
  readonly folder: string;
  readonly workflow: Workflow;
  readonly event: GitHubEvent;
  readonly repository: RepositoryState;
  readonly sha: string;
  readonly url: string;
  readonly token: string;
  readonly secrets: Readonly<Record<string, string>>;
  readonly variables: Readonly<Record<string, string>>;
}

/** Of the runner's labels one has to be known: then the job runs on this machine, without containers. */
const labels = ['self-hosted', 'ubuntu-latest'];

const node = dirname(new URL('../../../../node_modules/node/bin/node', import.meta.url).pathname);

export const homeOf = (folder: string) => join(folder, 'home');

const name = 'act';

export const logOf = (folder: string) => join(folder, `${name}.log`);

/** One process a run, with a home, a clone and a cache of actions of its own: the new one fetches a repository once. */
export async function startAct(spec: ActSpec): Promise<RunningProcess> {
  const { folder, workflow, event, repository, sha } = spec;
  const clone = join(folder, 'repository');
  const file = join(folder, 'workflow.yml');
  const payload = join(folder, 'event.json');
  await mkdir(homeOf(folder), { recursive: true });
  await git(folder, ['clone', '--quiet', repository.directory, clone]);
  await git(clone, ['checkout', '--quiet', sha]);
  await writeFile(file, workflow.text);
  await writeFile(payload, JSON.stringify(event.payload));
  return startProcess({
    name,
    command: await binary('act', 'act'),
    args: [
      ...[event.name, '-C', clone, '-W', file, '-e', payload, '--actor', event.login, '--json'],
      ...[
        '--no-skip-checkout',
        '--use-new-action-cache',
        '--no-cache-server',
        '--action-cache-path',
        join(folder, 'cache'),
      ],
      ...['--concurrent-jobs', '1', '--defaultbranch', repository.defaultBranch],
      ...labels.flatMap((label) => ['-P', `${label}=-self-hosted`]),
      ...Object.entries(runVariables(spec)).flatMap(([name, value]) => ['--env', `${name}=${value}`]),
      ...Object.entries(spec.variables).flatMap(([name, value]) => ['--var', `${name}=${value}`]),
      ...Object.entries({ ...spec.secrets, GITHUB_TOKEN: spec.token }).flatMap(([name, value]) => [
        '-s',
        `${name}=${value}`,
      ]),
    ],
    env: { HOME: homeOf(folder), PATH: `${node}:${process.env.PATH}` },
    logs: folder,
  });
}

/** act knows github.com only; what is given here reaches both the steps and `${{ github.… }}`. */
function runVariables({ id, url, repository, sha }: ActSpec): Record<string, string> {
  return {
    GITHUB_SERVER_URL: url,
    GITHUB_API_URL: url,
    GITHUB_GRAPHQL_URL: `${url}/graphql`,
    GITHUB_REPOSITORY: repository.fullName,
    GITHUB_RUN_ID: String(id),
    GITHUB_RUN_NUMBER: String(id),
    GITHUB_RUN_ATTEMPT: '1',
    SHA_REF: sha,
  };
}
