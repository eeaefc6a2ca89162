import { getOctokit } from '@actions/github';
import type { DeployedEvent } from '@backout/world/argocd';
import type { GitHubWorld } from '@backout/world/github';
import type { Deployed } from './deploy.ts';
import type { WorkflowRun } from './engine/run.ts';
import type { Team } from './team.ts';

const gitops = { owner: 'acme', repo: 'gitops' };

function clientOf(github: GitHubWorld, token = 'person') {
  return getOctokit(token, { baseUrl: github.url, request: { fetch } }).rest;
}

/** Argo CD's notifications tell GitHub of every sync but an application's first, from now on. */
export function notifyOfSyncs({ world: { github, onDeployed } }: Team): void {
  onDeployed((event: DeployedEvent) => {
    if (event.previous === null) return;
    const { repos } = clientOf(github);
    const notification = { ...gitops, event_type: 'argocd-deployed', client_payload: { ...event } };
    // Argo CD goes on whatever GitHub says; who waits for the run finds that there is none.
    repos.createDispatchEvent(notification).catch(() => {});
  });
}

/** As the relay of Alertmanager's webhook sends it. */
export async function alert({ world: { github } }: Team, app: string): Promise<void> {
  await clientOf(github).repos.createDispatchEvent({
    ...gitops,
    event_type: 'backout-alert',
    client_payload: { app },
  });
}

/** As the native GitHub service of Argo CD's notifications does it, with an App that can do nothing else. */
export async function reportDeployment(
  team: Team,
  deployed: Deployed,
  states: readonly State[],
): Promise<void> {
  const { github } = team.world;
  const { token } = github.mintToken({
    login: 'argocd-notifications[bot]',
    repositories: { 'acme/gitops': { deployments: 'write' } },
  });
  const { repos } = clientOf(github, token);
  const deployment = await repos.createDeployment({
    ...gitops,
    ref: deployed.revision,
    environment: `${deployed.application}-production`,
    required_contexts: [],
    auto_merge: false,
  });
  if (!('id' in deployment.data)) throw new Error('the deployment was not created');
  for (const state of states)
    await repos.createDeploymentStatus({ ...gitops, deployment_id: deployment.data.id, state });
}

type State = 'in_progress' | 'success' | 'inactive' | 'failure';

export async function startByHand(
  { world: { github } }: Team,
  workflow: string,
  inputs: Readonly<Record<string, string>>,
): Promise<void> {
  await clientOf(github).actions.createWorkflowDispatch({
    ...gitops,
    workflow_id: workflow,
    ref: 'main',
    inputs,
  });
}

/** The run that Argo CD's notification of this revision starts. */
export function runAt({ actions }: Team, revision: string): Promise<WorkflowRun> {
  return actions.runOf(({ payload: { client_payload: payload } }) => {
    return (
      typeof payload === 'object' &&
      payload !== null &&
      'revision' in payload &&
      payload.revision === revision
    );
  });
}
