import { type GitHubEvent, type GitHubWorld, git, type RepositoryState } from '@backout/world/github';
import type { Context } from './expression.ts';

/** The commit and the ref that a run is about. */
export interface Place {
  readonly repository: RepositoryState;
  readonly sha: string;
  readonly ref: string;
}

export async function placeOf(github: GitHubWorld, event: GitHubEvent): Promise<Place> {
  const repository = github.repository(event.repository);
  const at = async (ref: string) =>
    (await git(repository.directory, ['rev-parse', `${ref}^{commit}`])).trim();
  const { payload } = event;
  switch (event.name) {
    case 'push':
      return { repository, sha: String(payload.after), ref: String(payload.ref) };
    case 'deployment_status': {
      const { sha, ref } = payload.deployment as { sha: string; ref: string };
      return { repository, sha, ref };
    }
    case 'workflow_dispatch':
      return { repository, sha: await at(String(payload.ref)), ref: String(payload.ref) };
    case 'repository_dispatch': {
      const ref = `refs/heads/${repository.defaultBranch}`;
      return { repository, sha: await at(ref), ref };
    }
  }
}

/** What the expressions outside of jobs may read. */
export function contextOf(event: GitHubEvent, { repository, sha, ref }: Place): Context {
  const { payload, name, login } = event;
  return {
    github: {
      event: payload,
      ...{ event_name: name, actor: login, sha, ref },
      repository: repository.fullName,
      repository_owner: repository.owner,
    },
    inputs: payload.inputs ?? {},
  };
}
