import { changedFiles } from '../git-commits.ts';
import type { PullState, RepositoryState, World } from '../world.ts';
import { commentsOf } from './issue.ts';
import { repositoryApiUrl, repositoryJson } from './repository.ts';
import { nodeId, userJson } from './user.ts';

export function pullJson(world: World, repository: RepositoryState, pull: PullState) {
  const api = repositoryApiUrl(world, repository);
  const url = `${api}/pulls/${pull.number}`;
  const issue = `${api}/issues/${pull.number}`;
  const html = `${world.url}/${repository.fullName}/pull/${pull.number}`;
  const statuses = `${api}/statuses/${pull.head.sha}`;
  return {
    ...pullFacts(world, pull),
    url,
    html_url: html,
    diff_url: `${html}.diff`,
    patch_url: `${html}.patch`,
    issue_url: issue,
    commits_url: `${url}/commits`,
    review_comments_url: `${url}/comments`,
    review_comment_url: `${api}/pulls/comments{/number}`,
    comments_url: `${issue}/comments`,
    statuses_url: statuses,
    head: branchJson(world, repository, pull.head.ref, pull.head.sha),
    base: branchJson(world, repository, pull.base, pull.baseSha),
    _links: {
      self: { href: url },
      html: { href: html },
      issue: { href: issue },
      comments: { href: `${issue}/comments` },
      review_comments: { href: `${url}/comments` },
      review_comment: { href: `${api}/pulls/comments{/number}` },
      commits: { href: `${url}/commits` },
      statuses: { href: statuses },
    },
  };
}

function pullFacts(world: World, pull: PullState) {
  return {
    id: pull.id,
    node_id: nodeId('PullRequest', pull.id),
    number: pull.number,
    state: pull.state === 'open' ? 'open' : 'closed',
    locked: false,
    title: pull.title,
    body: pull.body,
    user: userJson(world.url, pull.author),
    labels: [],
    milestone: null,
    assignee: null,
    assignees: [],
    requested_reviewers: [],
    requested_teams: [],
    author_association: 'CONTRIBUTOR',
    auto_merge: null,
    active_lock_reason: null,
    draft: false,
    created_at: pull.createdAt,
    updated_at: pull.mergedAt ?? pull.createdAt,
    closed_at: pull.state === 'open' ? null : (pull.mergedAt ?? pull.createdAt),
    merged_at: pull.mergedAt,
    // An open one carries the commit of a trial merge.
    merge_commit_sha: pull.mergeCommit ?? (pull.state === 'open' ? pull.head.sha : null),
  };
}

function branchJson(world: World, repository: RepositoryState, ref: string, sha: string) {
  return {
    label: `${repository.owner}:${ref}`,
    ref,
    sha,
    user: userJson(world.url, repository.owner),
    repo: repositoryJson(world, repository),
  };
}

/** What only the single pull request carries. */
export async function wholePullJson(world: World, repository: RepositoryState, pull: PullState) {
  const files = await changedFiles(repository.directory, pull.baseSha, pull.head.sha);
  return {
    ...pullJson(world, repository, pull),
    merged: pull.state === 'merged',
    merged_by: pull.state === 'merged' ? userJson(world.url, pull.author) : null,
    mergeable: pull.state === 'open' ? true : null,
    rebaseable: null,
    mergeable_state: pull.state === 'open' ? 'clean' : 'unknown',
    maintainer_can_modify: false,
    comments: commentsOf(repository, pull.number).length,
    review_comments: 0,
    commits: pull.commits.length,
    additions: files.reduce((sum, file) => sum + file.additions, 0),
    deletions: files.reduce((sum, file) => sum + file.deletions, 0),
    changed_files: files.length,
  };
}
