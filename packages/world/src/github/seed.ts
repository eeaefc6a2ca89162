import { join } from 'node:path';
import { type CommitSpec, commitFiles } from './commit-files.ts';
import { initBare } from './git.ts';
import { resolveCommit } from './git-objects.ts';
import { stableId } from './json/user.ts';
import { timestamp } from './timestamp.ts';
import {
  type CommentState,
  type IssueState,
  knownRepository,
  nextId,
  nextNumber,
  type RepositoryState,
  type StatusState,
  type World,
} from './world.ts';

export interface RepositorySpec {
  readonly private?: boolean;
  readonly defaultBranch?: string;
  readonly hasIssues?: boolean;
}

const serverConfig = {
  'http.receivepack': 'true',
  'uploadpack.allowFilter': 'true',
  'uploadpack.allowAnySHA1InWant': 'true',
  'receive.advertisePushOptions': 'true',
  'gc.auto': '0',
  'receive.autogc': 'false',
} as const;

export async function createRepository(
  world: World,
  fullName: string,
  spec: RepositorySpec = {},
): Promise<RepositoryState> {
  const [owner = '', name = ''] = fullName.split('/');
  const defaultBranch = spec.defaultBranch ?? 'main';
  const directory = join(world.root, owner, `${name}.git`);
  await initBare(directory, defaultBranch, serverConfig);
  const repository: RepositoryState = {
    id: stableId(fullName),
    owner,
    name,
    fullName,
    directory,
    private: spec.private ?? true,
    hasIssues: spec.hasIssues ?? true,
    defaultBranch,
    createdAt: timestamp(world.now()),
    pulls: new Map(),
    issues: new Map(),
    comments: [],
    statuses: [],
    deployments: new Map(),
    protections: new Map(),
  };
  world.repositories.set(fullName.toLowerCase(), repository);
  return repository;
}

export interface WorldCommit extends CommitSpec {
  readonly repository: string;
  readonly branch?: string;
}

/** A commit that somebody pushed: it appears on the branch without a push through the server. */
export async function commitTo(world: World, spec: WorldCommit): Promise<string> {
  const repository = knownRepository(world, spec.repository);
  const ref = `refs/heads/${spec.branch ?? repository.defaultBranch}`;
  const { directory } = repository;
  const parent = await resolveCommit(directory, ref);
  const [sha = ''] = await commitFiles({ directory, ref, parent }, [{ at: world.now(), ...spec }]);
  return sha;
}

export interface CommentSpec {
  readonly repository: string;
  readonly number: number;
  readonly author: string;
  readonly body: string;
}

/** A comment that somebody else wrote. */
export function addComment(world: World, spec: CommentSpec): CommentState {
  const { repository, ...said } = spec;
  const at = timestamp(world.now());
  const comment = { id: nextId(world), ...said, createdAt: at, updatedAt: at };
  knownRepository(world, repository).comments.push(comment);
  return comment;
}

export interface IssueSpec {
  readonly repository: string;
  readonly author: string;
  readonly title: string;
  readonly body?: string;
  readonly labels?: readonly string[];
  readonly state?: 'open' | 'closed';
}

/** An issue that somebody else opened. */
export function addIssue(world: World, spec: IssueSpec): IssueState {
  const repository = knownRepository(world, spec.repository);
  const at = timestamp(world.now());
  const issue: IssueState = {
    id: nextId(world),
    number: nextNumber(repository),
    author: spec.author,
    title: spec.title,
    body: spec.body ?? '',
    labels: [...(spec.labels ?? [])],
    state: spec.state ?? 'open',
    createdAt: at,
    updatedAt: at,
    closedAt: spec.state === 'closed' ? at : null,
  };
  repository.issues.set(issue.number, issue);
  return issue;
}

export interface StatusSpec {
  readonly repository: string;
  readonly sha: string;
  readonly context: string;
  readonly state: StatusState['state'];
  readonly creator: string;
  readonly description?: string;
}

/** A commit status that somebody set. */
export function addStatus(world: World, spec: StatusSpec): StatusState {
  const { repository, description, ...set } = spec;
  const at = timestamp(world.now());
  const status = {
    id: nextId(world),
    ...set,
    description: description ?? null,
    targetUrl: null,
    createdAt: at,
  };
  knownRepository(world, repository).statuses.push(status);
  return status;
}
