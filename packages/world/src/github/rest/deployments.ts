import { announce } from '../events.ts';
import { resolveCommit } from '../git-objects.ts';
import { deploymentJson, deploymentStatusJson } from '../json/deployment.ts';
import { invalid, notFound, Refusal } from '../refusal.ts';
import { timestamp } from '../timestamp.ts';
import { type DeploymentState, nextId } from '../world.ts';
import { type Answer, created, numberOf, type RepositoryCall, type Row, textOf } from './call.ts';

const states = ['error', 'failure', 'inactive', 'in_progress', 'queued', 'pending', 'success'];

async function createDeployment(call: RepositoryCall): Promise<Answer> {
  const { world, repository, body } = call;
  const ref = textOf(call, 'ref');
  const sha = await resolveCommit(repository.directory, ref);
  if (sha === null) throw invalid(`No ref found for: ${ref}`);
  if (!Array.isArray(body.required_contexts) || body.required_contexts.length > 0) {
    // The contexts of the emulator's commits are set by us, after the deployment: GitHub would wait for them.
    throw new Refusal(409, 'Conflict: Commit status checks failed for the ref.');
  }
  const deployment: DeploymentState = {
    ...{ id: nextId(world), ref, sha },
    task: optional(call, 'task', 'deploy'),
    environment: optional(call, 'environment', 'production'),
    payload: typeof body.payload === 'object' && body.payload !== null ? { ...body.payload } : {},
    description: optional(call, 'description', ''),
    creator: call.identity.login,
    createdAt: timestamp(world.now()),
  };
  repository.deployments.set(deployment.id, deployment);
  return created(deploymentJson(world, repository, deployment));
}

/** GitHub starts nothing for `inactive`. */
async function createDeploymentStatus(call: RepositoryCall): Promise<Answer> {
  const { world, repository, identity } = call;
  const deployment = repository.deployments.get(numberOf(call, 'deployment_id'));
  if (deployment === undefined) throw notFound();
  const state = textOf(call, 'state');
  if (!states.includes(state))
    throw invalid('Validation Failed', [{ resource: 'DeploymentStatus', code: 'invalid', field: 'state' }]);
  const status = deploymentStatusJson(world, repository, deployment, {
    ...{ id: nextId(world), state },
    description: optional(call, 'description', ''),
    creator: identity.login,
    createdAt: timestamp(world.now()),
  });
  if (state === 'inactive') return created(status);
  await announce(world, repository, {
    name: 'deployment_status',
    login: identity.login,
    payload: {
      action: 'created',
      deployment_status: status,
      deployment: deploymentJson(world, repository, deployment),
    },
  });
  return created(status);
}

function optional(call: RepositoryCall, name: string, fallback: string): string {
  const value = call.body[name];
  return typeof value === 'string' ? value : fallback;
}

const row = (handle: Row['handle']): Row => ({ needs: ['deployments'], level: 'write', handle });

export const deploymentRows = {
  'POST /repos/{owner}/{repo}/deployments': row(createDeployment),
  'POST /repos/{owner}/{repo}/deployments/{deployment_id}/statuses': row(createDeploymentStatus),
};
