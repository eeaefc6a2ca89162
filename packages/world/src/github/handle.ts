import { randomBytes } from 'node:crypto';
import type { Server } from 'node:http';
import { declinePushes } from './decline-pushes.ts';
import type { FaultRule } from './faults.ts';
import { commentsOf } from './json/issue.ts';
import { type MergeSpec, mergePull, type PullSpec, registerPull } from './pulls.ts';
import {
  addComment,
  addIssue,
  addStatus,
  type CommentSpec,
  commitTo,
  createRepository,
  type IssueSpec,
  type RepositorySpec,
  type StatusSpec,
  type WorldCommit,
} from './seed.ts';
import {
  type CommentState,
  type Dispatch,
  type Hooks,
  type Identity,
  type IssueState,
  knownRepository,
  type LoggedRequest,
  type PullState,
  type RepositoryState,
  type Rule,
  type StatusState,
  type World,
} from './world.ts';

/** What a scenario holds of the running emulator: its addresses, what it may stage, and what it can look at. */
export interface GitHubWorld extends AsyncDisposable {
  /** Base of REST, of GraphQL (`/graphql`) and of git; `${url}/api/v3` works as well. */
  readonly url: string;
  readonly requests: readonly LoggedRequest[];
  readonly dispatches: readonly Dispatch[];
  readonly violations: readonly string[];
  /** The address that git clones and pushes to, with the token in it if one is given. */
  gitUrl(repository: string, token?: string): string;
  createRepository(fullName: string, spec?: RepositorySpec): Promise<RepositoryState>;
  commit(spec: WorldCommit): Promise<string>;
  mergePull(spec: MergeSpec): Promise<PullState>;
  registerPull(spec: PullSpec): Promise<PullState>;
  addComment(spec: CommentSpec): CommentState;
  addIssue(spec: IssueSpec): IssueState;
  addStatus(spec: StatusSpec): StatusState;
  protectBranch(repository: string, branch: string, rule: Rule, bypass?: readonly string[]): void;
  /** Git's own pre-receive hook says these lines and declines every push, until it is lifted. */
  declinePushes(repository: string, ...lines: string[]): Promise<{ lift(): Promise<void> }>;
  /** A token that only this identity has, until it is revoked: as a job's own. */
  mintToken(identity: Identity): { readonly token: string; revoke(): void };
  /** Replaces hooks from now on. */
  on(hooks: Partial<Hooks>): void;
  /** Stages a fault; `lift()` ends it, `seen` counts the calls that matched. */
  fault(rule: Omit<FaultRule, 'seen'>): { readonly seen: number; lift(): void };
  repository(fullName: string): RepositoryState;
  comments(repository: string, number: number): readonly CommentState[];
  issues(repository: string): readonly IssueState[];
  statuses(repository: string, sha: string): readonly StatusState[];
  /** How many requests came in on a route. */
  count(route: string): number;
  assertNoViolations(): void;
}

export function handle(world: World, server: Server): GitHubWorld {
  return {
    url: world.url,
    requests: world.requests,
    dispatches: world.dispatches,
    violations: world.violations,
    ...staging(world),
    ...views(world),
    [Symbol.asyncDispose]: () => close(server),
  };
}

function staging(world: World) {
  return {
    createRepository: (fullName: string, spec?: RepositorySpec) => createRepository(world, fullName, spec),
    commit: (spec: WorldCommit) => commitTo(world, spec),
    mergePull: (spec: MergeSpec) => mergePull(world, spec),
    registerPull: (spec: PullSpec) => registerPull(world, spec),
    addComment: (spec: CommentSpec) => addComment(world, spec),
    addIssue: (spec: IssueSpec) => addIssue(world, spec),
    addStatus: (spec: StatusSpec) => addStatus(world, spec),
    protectBranch: (repository: string, branch: string, rule: Rule, bypass: readonly string[] = []) => {
      knownRepository(world, repository).protections.set(branch, { rule, bypass });
    },
    declinePushes: (repository: string, ...lines: string[]) =>
      declinePushes(knownRepository(world, repository), lines),
    mintToken: (identity: Identity) => {
      const token = `ghs_${randomBytes(18).toString('hex')}`;
      world.tokens.set(token, identity);
      return { token, revoke: () => void world.tokens.delete(token) };
    },
    on: (hooks: Partial<Hooks>) => {
      Object.assign(world.hooks, hooks);
    },
    fault: (rule: Omit<FaultRule, 'seen'>) => {
      const staged: FaultRule = { ...rule, seen: 0 };
      world.faults.push(staged);
      return {
        get seen() {
          return staged.seen;
        },
        lift: () => {
          world.faults.splice(world.faults.indexOf(staged), 1);
        },
      };
    },
  };
}

function views(world: World) {
  return {
    gitUrl: (repository: string, token?: string) => {
      const credentials = token === undefined ? '' : `x-access-token:${token}@`;
      return `${world.url.replace('://', `://${credentials}`)}/${repository}.git`;
    },
    repository: (fullName: string) => knownRepository(world, fullName),
    comments: (repository: string, number: number) => commentsOf(knownRepository(world, repository), number),
    issues: (repository: string) => [...knownRepository(world, repository).issues.values()],
    statuses: (repository: string, sha: string) =>
      knownRepository(world, repository).statuses.filter((status) => status.sha === sha),
    count: (route: string) => world.requests.filter((request) => request.route === route).length,
    assertNoViolations: () => {
      if (world.violations.length > 0)
        throw new Error(
          `the emulator was asked for, or said, what GitHub does not:\n${world.violations.join('\n')}`,
        );
    },
  };
}

async function close(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeAllConnections();
  await closed;
}
