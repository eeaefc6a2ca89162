import { getOctokit } from '@actions/github';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { git } from './git.ts';
import type { GitHubWorld } from './handle.ts';
import { temporaryGitHub } from './temporary-github.ts';
import type { GitHubEvent } from './world.ts';

const repo = { owner: 'acme', repo: 'shop' };
const workflow = `on:
  push:
  workflow_dispatch:
    inputs:
      application: { required: true }
      policy: { default: .backout.yml }
`;
let github: GitHubWorld;
let events: GitHubEvent[];
let tip: string;
beforeAll(async () => {
  const repositories = { 'acme/shop': { deployments: 'write', contents: 'read' } } as const;
  github = await temporaryGitHub({
    tokens: { person: { login: 'dana' }, deployer: { login: 'argocd[bot]', repositories } },
  });
  await github.createRepository('acme/shop');
  const files = { '.github/workflows/run.yml': workflow, '.github/workflows/other.yml': 'on: push\n' };
  tip = await github.commit({ repository: 'acme/shop', message: 'start', files });
  github.on({ onEvent: (event) => void events.push(event) });
});
beforeEach(() => {
  events = [];
});
afterAll(async () => {
  github.assertNoViolations();
  await github[Symbol.asyncDispose]();
});

function client(token = 'person') {
  return getOctokit(token, { baseUrl: github.url, request: { fetch } }).rest;
}

const message = (promise: Promise<unknown>) =>
  promise.then(
    () => 'no error',
    (error: Error) => error.message.replace(/ - https.*/s, ''),
  );

test('a deployment and its statuses are events with both in them, but not "inactive"', async () => {
  const { repos } = client('deployer');
  const created = await repos.createDeployment({
    ...repo,
    ref: 'main',
    environment: 'a',
    required_contexts: [],
  });
  const { id: deployment_id } = created.data as { id: number };
  await repos.createDeploymentStatus({ ...repo, deployment_id, state: 'success' });
  await repos.createDeploymentStatus({ ...repo, deployment_id, state: 'inactive' });
  expect(events).toHaveLength(1);
  expect(events[0]).toMatchObject({
    name: 'deployment_status',
    login: 'argocd[bot]',
    payload: {
      deployment: { sha: tip, environment: 'a' },
      deployment_status: { state: 'success' },
      repository: { full_name: 'acme/shop' },
      sender: { login: 'argocd[bot]' },
    },
  });
});

test('deployments are refused as GitHub refuses them', async () => {
  const { repos } = client('deployer');
  const deploy = (ref: string) => repos.createDeployment({ ...repo, ref, required_contexts: [] });
  expect(await message(deploy('nowhere'))).toBe('No ref found for: nowhere');
  expect(await message(repos.createDeployment({ ...repo, ref: 'main' }))).toMatch(/^Conflict: Commit status/);
  const status = { ...repo, deployment_id: 1, state: 'success' } as const;
  expect(await message(repos.createDeploymentStatus(status))).toBe('Not Found');
  const dispatch = { ...repo, event_type: 'argocd-deployed' };
  expect(await message(repos.createDispatchEvent(dispatch))).toBe('Resource not accessible by integration');
  expect(events).toEqual([]);
});

test('a dispatch by hand fills in the defaults of the workflow, and checks what is given', async () => {
  const { actions } = client();
  const dispatch = (workflow_id: string, inputs: Record<string, string>) =>
    message(actions.createWorkflowDispatch({ ...repo, workflow_id, ref: 'main', inputs }));
  expect(await dispatch('none.yml', {})).toBe('Not Found');
  expect(await dispatch('other.yml', {})).toBe("Workflow does not have 'workflow_dispatch' trigger");
  expect(await dispatch('run.yml', {})).toBe("Required input 'application' not provided");
  expect(await dispatch('run.yml', { application: 'a', b: '' })).toBe('Unexpected inputs provided: ["b"]');
  expect(await dispatch('run.yml', { application: 'a' })).toBe('no error');
  expect(events.map(({ name, payload }) => [name, payload.inputs, payload.workflow])).toEqual([
    ['workflow_dispatch', { application: 'a', policy: '.backout.yml' }, '.github/workflows/run.yml'],
  ]);
});

test('a push to a branch is an event; to a ref of another kind it is none', async () => {
  const { directory } = github.repository('acme/shop');
  const url = github.gitUrl('acme/shop', 'person');
  const next = { repository: 'acme/shop', branch: 'next', message: 'next', files: { 'a.txt': '1\n' } };
  await git(directory, ['branch', 'next', tip]);
  const commit = await github.commit(next);
  await git(directory, ['push', '--quiet', url, `${commit}:refs/heads/main`, `${commit}:refs/backout/stop`]);
  expect(events).toMatchObject([
    { name: 'push', login: 'dana', payload: { ref: 'refs/heads/main', before: tip, after: commit } },
  ]);
});

test('a minted token lasts until it is revoked', async () => {
  const { token, revoke } = github.mintToken({ login: 'github-actions[bot]' });
  const { data } = await client(token).users.getAuthenticated();
  expect(data.login).toBe('github-actions[bot]');
  revoke();
  expect(await message(client(token).users.getAuthenticated())).toBe('Bad credentials');
});
