import { commentsOf, commentUrl } from '../json/issue.ts';
import { nodeId } from '../json/user.ts';
import type { CommentState, IssueState, RepositoryState } from '../world.ts';
import { connection, type Paging } from './connection.ts';
import { actor, type Scope } from './scope.ts';

function commentObject(scope: Scope, repository: RepositoryState, comment: CommentState) {
  return {
    __typename: 'IssueComment',
    id: nodeId('IssueComment', comment.id),
    fullDatabaseId: String(comment.id),
    body: comment.body,
    url: commentUrl(scope.world, repository, comment),
    author: actor(comment.author),
    viewerDidAuthor: comment.author === scope.identity.login,
    createdAt: comment.createdAt,
    updatedAt: comment.updatedAt,
  };
}

/** What an issue and a pull request have in common: somebody opened it and others talk below it. */
export function conversation(scope: Scope, repository: RepositoryState, number: number, author: string) {
  return {
    number,
    author: actor(author),
    viewerDidAuthor: author === scope.identity.login,
    comments: (paging: Paging) =>
      connection(
        commentsOf(repository, number).map((comment) => commentObject(scope, repository, comment)),
        paging,
      ),
  };
}

export function issueObject(scope: Scope, repository: RepositoryState, issue: IssueState) {
  return {
    __typename: 'Issue',
    ...conversation(scope, repository, issue.number, issue.author),
    id: nodeId('Issue', issue.id),
    fullDatabaseId: String(issue.id),
    title: issue.title,
    body: issue.body,
    state: issue.state.toUpperCase(),
    url: `${scope.world.url}/${repository.fullName}/issues/${issue.number}`,
    createdAt: issue.createdAt,
    updatedAt: issue.updatedAt,
    labels: (paging: Paging) =>
      connection(
        issue.labels.map((name) => ({ name })),
        paging,
      ),
  };
}
