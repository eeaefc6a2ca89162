import type { DeploymentState, RepositoryState, World } from '../world.ts';
import { repositoryApiUrl } from './repository.ts';
import { nodeId, userJson } from './user.ts';

export function deploymentJson(world: World, repository: RepositoryState, deployment: DeploymentState) {
  const { id, sha, ref, task, payload, environment, description, creator, createdAt } = deployment;
  const url = `${repositoryApiUrl(world, repository)}/deployments/${id}`;
  return {
    ...{ url, id, node_id: nodeId('Deployment', id), sha, ref, task, payload, environment, description },
    original_environment: environment,
    creator: userJson(world.url, creator),
    created_at: createdAt,
    updated_at: createdAt,
    statuses_url: `${url}/statuses`,
    repository_url: repositoryApiUrl(world, repository),
  };
}

export interface DeploymentStatus {
  readonly id: number;
  readonly state: string;
  readonly description: string;
  readonly creator: string;
  readonly createdAt: string;
}

export function deploymentStatusJson(
  world: World,
  repository: RepositoryState,
  deployment: DeploymentState,
  { id, state, description, creator, createdAt }: DeploymentStatus,
) {
  const deploymentUrl = `${repositoryApiUrl(world, repository)}/deployments/${deployment.id}`;
  return {
    ...{ url: `${deploymentUrl}/statuses/${id}`, id, node_id: nodeId('DeploymentStatus', id), state },
    creator: userJson(world.url, creator),
    description,
    environment: deployment.environment,
    target_url: '',
    created_at: createdAt,
    updated_at: createdAt,
    deployment_url: deploymentUrl,
    repository_url: repositoryApiUrl(world, repository),
  };
}
