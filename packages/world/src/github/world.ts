import type { FaultRule } from './faults.ts';

export type Level = 'read' | 'write';
/** The rooms of a GitHub App's permissions that the emulator tells apart. */
export type Room =
  | 'metadata'
  | 'contents'
  | 'issues'
  | 'pull_requests'
  | 'statuses'
  | 'deployments'
  | 'actions';
export type Permissions = Partial<Record<Room, Level>>;

/** Who a token speaks for. Without `repositories` it may do everything everywhere. */
export interface Identity {
  readonly login: string;
  readonly repositories?: Readonly<Record<string, Permissions>>;
}

export interface PullState {
  readonly id: number;
  readonly number: number;
  readonly title: string;
  readonly body: string | null;
  readonly author: string;
  readonly base: string;
  readonly baseSha: string;
  readonly head: { readonly ref: string; readonly sha: string };
  readonly state: 'open' | 'closed' | 'merged';
  /** The last commit that landed: the squash, the merge, or the last of a rebase. */
  readonly mergeCommit: string | null;
  /** Every commit that the merge put on the base. */
  readonly commits: readonly string[];
  readonly createdAt: string;
  readonly mergedAt: string | null;
}

export interface IssueState {
  readonly id: number;
  readonly number: number;
  readonly author: string;
  readonly createdAt: string;
  title: string;
  body: string;
  labels: string[];
  state: 'open' | 'closed';
  updatedAt: string;
  closedAt: string | null;
}

export interface CommentState {
  readonly id: number;
  /** Of the issue or pull request. */
  readonly number: number;
  readonly author: string;
  readonly createdAt: string;
  body: string;
  updatedAt: string;
}

export const statusStates = ['error', 'failure', 'pending', 'success'] as const;

export interface StatusState {
  readonly id: number;
  readonly sha: string;
  readonly context: string;
  readonly state: (typeof statusStates)[number];
  readonly description: string | null;
  readonly targetUrl: string | null;
  readonly creator: string;
  readonly createdAt: string;
}

export interface DeploymentState {
  readonly id: number;
  readonly ref: string;
  readonly sha: string;
  readonly task: string;
  readonly environment: string;
  readonly payload: Readonly<Record<string, unknown>> | string;
  readonly description: string | null;
  readonly creator: string;
  readonly createdAt: string;
}

export type Rule = 'pull-request-required' | 'protected' | 'signatures';

interface Protection {
  readonly rule: Rule;
  /** Logins that the rule lets through. */
  readonly bypass: readonly string[];
}

export interface RepositoryState {
  readonly id: number;
  readonly owner: string;
  readonly name: string;
  readonly fullName: string;
  /** The bare repository on disk. */
  readonly directory: string;
  readonly private: boolean;
  readonly hasIssues: boolean;
  readonly defaultBranch: string;
  readonly createdAt: string;
  readonly pulls: Map<number, PullState>;
  readonly issues: Map<number, IssueState>;
  comments: CommentState[];
  readonly statuses: StatusState[];
  readonly deployments: Map<number, DeploymentState>;
  readonly protections: Map<string, Protection>;
}

/** One command of a push; 40 zeros stand for "does not exist". */
export interface RefUpdate {
  readonly ref: string;
  readonly before: string;
  readonly after: string;
}

interface Push {
  readonly repository: string;
  readonly login: string;
  readonly updates: readonly RefUpdate[];
}

export interface Dispatch {
  readonly repository: string;
  readonly login: string;
  readonly eventType: string;
  readonly clientPayload: Readonly<Record<string, unknown>>;
}

/** What GitHub tells webhooks and Actions. */
export interface GitHubEvent {
  readonly name: 'push' | 'repository_dispatch' | 'deployment_status' | 'workflow_dispatch';
  readonly repository: string;
  readonly login: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

export interface LoggedRequest {
  readonly method: string;
  /** Decoded, without `/api/v3`. */
  readonly path: string;
  /** `GET /repos/{owner}/{repo}`, `POST /graphql`, `git-receive-pack`, … */
  readonly route: string;
  readonly login: string | null;
  readonly body: string;
  /** Null where the client never got an answer. */
  status: number | null;
  /** Of the answer's body. */
  bytes: number;
}

export interface Hooks {
  /** Awaited before the server looks at a push: whatever it does, the pusher has not seen. */
  beforeReceivePack: (push: Push) => Promise<void> | void;
  /** Told what was accepted, before the client gets its answer. */
  onPush: (push: Push) => Promise<void> | void;
  onDispatch: (dispatch: Dispatch) => Promise<void> | void;
  /** Every event, with the payload that a workflow gets. */
  onEvent: (event: GitHubEvent) => Promise<void> | void;
}

export interface World {
  readonly root: string;
  readonly tokens: Map<string, Identity>;
  readonly repositories: Map<string, RepositoryState>;
  readonly faults: FaultRule[];
  readonly requests: LoggedRequest[];
  readonly dispatches: Dispatch[];
  readonly violations: string[];
  readonly hooks: Hooks;
  readonly now: () => Date;
  lastId: number;
  url: string;
}

/** Ids of comments outgrew 32 bits years ago: clients that keep them in one must fail here too. */
export const firstId = 2_900_000_000;

export function nextId(world: World): number {
  world.lastId += 1;
  return world.lastId;
}

export function findRepository(world: World, fullName: string): RepositoryState | undefined {
  return world.repositories.get(fullName.toLowerCase());
}

export function knownRepository(world: World, fullName: string): RepositoryState {
  const repository = findRepository(world, fullName);
  if (repository === undefined) throw new Error(`the world has no repository ${fullName}`);
  return repository;
}

/** Issues and pull requests share one sequence of numbers. */
export function nextNumber(repository: RepositoryState): number {
  return 1 + Math.max(0, ...repository.pulls.keys(), ...repository.issues.keys());
}
