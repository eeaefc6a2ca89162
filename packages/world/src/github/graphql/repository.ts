import { readCommit } from '../git-commits.ts';
import { type GitObject, resolveObject } from '../git-objects.ts';
import { nodeId } from '../json/user.ts';
import type { IssueState, PullState, RepositoryState } from '../world.ts';
import { connection, type Paging } from './connection.ts';
import { conversation, issueObject } from './conversation.ts';
import { demandRead, githubError, type Scope } from './scope.ts';

interface IssuesArguments extends Paging {
  readonly labels?: readonly string[] | null;
  readonly states?: readonly ('OPEN' | 'CLOSED')[] | null;
  readonly orderBy?: { readonly direction: 'ASC' | 'DESC' } | null;
}

/** The fields of `Repository` that the emulator knows; any other is a violation. */
export function repositoryObject(scope: Scope, repository: RepositoryState) {
  return {
    __typename: 'Repository',
    id: nodeId('Repository', repository.id),
    name: repository.name,
    nameWithOwner: repository.fullName,
    isPrivate: repository.private,
    url: `${scope.world.url}/${repository.fullName}`,
    owner: { __typename: 'Organization', login: repository.owner },
    defaultBranchRef: () => refObject(scope, repository, `refs/heads/${repository.defaultBranch}`),
    ref: (asked: { qualifiedName: string }) =>
      refObject(scope, repository, qualified(repository, asked.qualifiedName)),
    object: (asked: { expression?: string | null; oid?: string | null }) =>
      objectOf(scope, repository, asked.oid ?? asked.expression ?? ''),
    pullRequest: (asked: { number: number }) => pullOf(scope, repository, asked.number),
    issue: (asked: { number: number }) => issueOf(scope, repository, asked.number),
    issueOrPullRequest: (asked: { number: number }) =>
      repository.pulls.has(asked.number)
        ? pullOf(scope, repository, asked.number)
        : issueOf(scope, repository, asked.number),
    issues: (asked: IssuesArguments) => {
      demandRead(scope, repository, 'issues');
      const found = selected([...repository.issues.values()], asked);
      return connection(
        found.map((issue) => issueObject(scope, repository, issue)),
        asked,
      );
    },
  };
}

function selected(issues: readonly IssueState[], asked: IssuesArguments): IssueState[] {
  const { labels, states } = asked;
  const found = issues
    .filter((issue) => !labels || issue.labels.some((label) => labels.includes(label)))
    .filter((issue) => !states || states.some((state) => state.toLowerCase() === issue.state))
    .sort((left, right) => left.number - right.number);
  return asked.orderBy?.direction === 'DESC' ? found.reverse() : found;
}

function qualified(repository: RepositoryState, name: string): string {
  if (name.startsWith('refs/')) return name;
  return name === 'HEAD' ? `refs/heads/${repository.defaultBranch}` : `refs/heads/${name}`;
}

async function refObject(scope: Scope, repository: RepositoryState, name: string) {
  const target = await resolveObject(repository.directory, name);
  if (target === null) return null;
  const prefix = /^refs\/(?:heads|tags)\/|^refs\//.exec(name)?.[0] ?? '';
  return {
    __typename: 'Ref',
    id: nodeId('Ref', name),
    name: name.slice(prefix.length),
    prefix,
    target: () => gitObject(scope, repository, target),
  };
}

async function objectOf(scope: Scope, repository: RepositoryState, expression: string) {
  demandRead(scope, repository, 'contents');
  const found = await resolveObject(repository.directory, expression);
  return found === null ? null : gitObject(scope, repository, found);
}

const typeNames: Readonly<Record<string, string>> = {
  commit: 'Commit',
  tree: 'Tree',
  blob: 'Blob',
  tag: 'Tag',
};

function gitObject(scope: Scope, repository: RepositoryState, found: GitObject): object {
  if (found.type === 'commit') return commitObject(scope, repository, found.oid);
  return { __typename: typeNames[found.type], oid: found.oid };
}

function commitObject(scope: Scope, repository: RepositoryState, oid: string): object {
  const commit = () => readCommit(repository.directory, oid);
  return {
    __typename: 'Commit',
    id: nodeId('Commit', oid),
    oid,
    abbreviatedOid: oid.slice(0, 7),
    url: `${scope.world.url}/${repository.fullName}/commit/${oid}`,
    message: async () => (await commit()).message,
    messageHeadline: async () => (await commit()).message.split('\n')[0],
    authoredDate: async () => (await commit()).author.date,
    committedDate: async () => (await commit()).committer.date,
    associatedPullRequests: (paging: Paging) => {
      demandRead(scope, repository, 'pull_requests');
      const pulls = [...repository.pulls.values()].filter((pull) => pull.commits.includes(oid));
      return connection(
        pulls.map((pull) => pullObject(scope, repository, pull)),
        paging,
      );
    },
  };
}

function pullObject(scope: Scope, repository: RepositoryState, pull: PullState): object {
  const { mergeCommit } = pull;
  return {
    __typename: 'PullRequest',
    ...conversation(scope, repository, pull.number, pull.author),
    id: nodeId('PullRequest', pull.id),
    fullDatabaseId: String(pull.id),
    title: pull.title,
    body: pull.body ?? '',
    state: pull.state.toUpperCase(),
    merged: pull.state === 'merged',
    mergedAt: pull.mergedAt,
    mergeCommit: mergeCommit === null ? null : () => commitObject(scope, repository, mergeCommit),
    baseRefName: pull.base,
    headRefName: pull.head.ref,
    headRefOid: pull.head.sha,
    url: `${scope.world.url}/${repository.fullName}/pull/${pull.number}`,
    createdAt: pull.createdAt,
    repository: () => repositoryObject(scope, repository),
    baseRepository: () => repositoryObject(scope, repository),
  };
}

function pullOf(scope: Scope, repository: RepositoryState, number: number) {
  demandRead(scope, repository, 'pull_requests', 'issues');
  const pull = repository.pulls.get(number);
  if (pull === undefined) throw unresolved('a PullRequest', number);
  return pullObject(scope, repository, pull);
}

function issueOf(scope: Scope, repository: RepositoryState, number: number) {
  demandRead(scope, repository, 'issues');
  const issue = repository.issues.get(number);
  if (issue === undefined) throw unresolved('an issue or pull request', number);
  return issueObject(scope, repository, issue);
}

function unresolved(what: string, number: number) {
  return githubError('NOT_FOUND', `Could not resolve to ${what} with the number of ${number}.`);
}
