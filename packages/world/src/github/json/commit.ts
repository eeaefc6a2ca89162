import type { FileChange, GitCommit } from '../git-commits.ts';
import type { RepositoryState, World } from '../world.ts';
import { repositoryApiUrl } from './repository.ts';
import { nodeId } from './user.ts';

export function commitJson(world: World, repository: RepositoryState, commit: GitCommit) {
  const api = repositoryApiUrl(world, repository);
  const html = `${world.url}/${repository.fullName}/commit`;
  return {
    sha: commit.oid,
    node_id: nodeId('Commit', commit.oid),
    url: `${api}/commits/${commit.oid}`,
    html_url: `${html}/${commit.oid}`,
    comments_url: `${api}/commits/${commit.oid}/comments`,
    commit: {
      url: `${api}/git/commits/${commit.oid}`,
      author: commit.author,
      committer: commit.committer,
      message: commit.message,
      tree: { sha: commit.tree, url: `${api}/git/trees/${commit.tree}` },
      comment_count: 0,
      verification: {
        verified: false,
        reason: 'unsigned',
        signature: null,
        payload: null,
        verified_at: null,
      },
    },
    // No account belongs to the addresses of this world's git authors.
    author: null,
    committer: null,
    parents: commit.parents.map((sha) => ({ sha, url: `${api}/commits/${sha}`, html_url: `${html}/${sha}` })),
  };
}

export function fileJson(world: World, repository: RepositoryState, revision: string, file: FileChange) {
  const html = `${world.url}/${repository.fullName}`;
  const path = file.path.split('/').map(encodeURIComponent).join('/');
  return {
    sha: file.blob,
    filename: file.path,
    status: file.status,
    additions: file.additions,
    deletions: file.deletions,
    changes: file.additions + file.deletions,
    blob_url: `${html}/blob/${revision}/${path}`,
    raw_url: `${html}/raw/${revision}/${path}`,
    contents_url: `${repositoryApiUrl(world, repository)}/contents/${path}?ref=${revision}`,
  };
}
