import type { Repository } from '@backout/incident';

/** octokit takes a repository in two parts. */
export function coordinates(repository: Repository): { owner: string; repo: string } {
  const slash = repository.indexOf('/');
  return { owner: repository.slice(0, slash), repo: repository.slice(slash + 1) };
}
