import type { CommentState, IssueState, PullState, RepositoryState, World } from '../world.ts';
import { repositoryApiUrl } from './repository.ts';
import { nodeId, stableId, userJson } from './user.ts';

export function labelJson(world: World, repository: RepositoryState, name: string) {
  const id = stableId(name);
  return {
    id,
    node_id: nodeId('Label', id),
    url: `${repositoryApiUrl(world, repository)}/labels/${encodeURIComponent(name)}`,
    name,
    description: null,
    color: 'ededed',
    default: false,
  };
}

export function commentsOf(repository: RepositoryState, number: number): CommentState[] {
  return repository.comments.filter((comment) => comment.number === number);
}

/** GitHub lists pull requests among the issues. */
export function pullAsIssue(pull: PullState): IssueState {
  const open = pull.state === 'open';
  return {
    id: pull.id,
    number: pull.number,
    author: pull.author,
    title: pull.title,
    body: pull.body ?? '',
    labels: [],
    state: open ? 'open' : 'closed',
    createdAt: pull.createdAt,
    updatedAt: pull.mergedAt ?? pull.createdAt,
    closedAt: open ? null : (pull.mergedAt ?? pull.createdAt),
  };
}

export function issueJson(world: World, repository: RepositoryState, issue: IssueState) {
  const api = repositoryApiUrl(world, repository);
  const url = `${api}/issues/${issue.number}`;
  const pull = repository.pulls.has(issue.number);
  const html = `${world.url}/${repository.fullName}/${pull ? 'pull' : 'issues'}/${issue.number}`;
  return {
    id: issue.id,
    node_id: nodeId('Issue', issue.id),
    number: issue.number,
    title: issue.title,
    body: issue.body,
    user: userJson(world.url, issue.author),
    labels: issue.labels.map((name) => labelJson(world, repository, name)),
    state: issue.state,
    state_reason: null,
    locked: false,
    assignee: null,
    assignees: [],
    milestone: null,
    comments: commentsOf(repository, issue.number).length,
    author_association: 'NONE',
    created_at: issue.createdAt,
    updated_at: issue.updatedAt,
    closed_at: issue.closedAt,
    url,
    html_url: html,
    repository_url: api,
    comments_url: `${url}/comments`,
    events_url: `${url}/events`,
    labels_url: `${url}/labels{/name}`,
    ...(pull ? { pull_request: pullLinks(`${api}/pulls/${issue.number}`, html) } : {}),
  };
}

function pullLinks(url: string, html: string) {
  return { url, html_url: html, diff_url: `${html}.diff`, patch_url: `${html}.patch` };
}

export function commentUrl(world: World, repository: RepositoryState, comment: CommentState): string {
  const room = repository.pulls.has(comment.number) ? 'pull' : 'issues';
  return `${world.url}/${repository.fullName}/${room}/${comment.number}#issuecomment-${comment.id}`;
}

export function commentJson(world: World, repository: RepositoryState, comment: CommentState) {
  const api = repositoryApiUrl(world, repository);
  return {
    id: comment.id,
    node_id: nodeId('IssueComment', comment.id),
    url: `${api}/issues/comments/${comment.id}`,
    html_url: commentUrl(world, repository, comment),
    issue_url: `${api}/issues/${comment.number}`,
    user: userJson(world.url, comment.author),
    body: comment.body,
    author_association: 'NONE',
    created_at: comment.createdAt,
    updated_at: comment.updatedAt,
    performed_via_github_app: null,
  };
}
