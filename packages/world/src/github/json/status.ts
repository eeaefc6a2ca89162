import type { RepositoryState, StatusState, World } from '../world.ts';
import { repositoryApiUrl } from './repository.ts';
import { nodeId, userJson } from './user.ts';

export function statusJson(world: World, repository: RepositoryState, status: StatusState) {
  const creator = userJson(world.url, status.creator);
  return {
    id: status.id,
    node_id: nodeId('StatusContext', status.id),
    url: `${repositoryApiUrl(world, repository)}/statuses/${status.sha}`,
    avatar_url: creator.avatar_url,
    state: status.state,
    description: status.description,
    target_url: status.targetUrl,
    context: status.context,
    created_at: status.createdAt,
    updated_at: status.createdAt,
    creator,
  };
}
