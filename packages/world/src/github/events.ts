import { repositoryJson } from './json/repository.ts';
import { userJson } from './json/user.ts';
import type { GitHubEvent, RepositoryState, World } from './world.ts';

/** Every payload says where it happened and who did it. */
export async function announce(
  world: World,
  repository: RepositoryState,
  event: Omit<GitHubEvent, 'repository'>,
): Promise<void> {
  const payload = {
    ...event.payload,
    repository: repositoryJson(world, repository),
    sender: userJson(world.url, event.login),
  };
  await world.hooks.onEvent({ ...event, repository: repository.fullName, payload });
}
