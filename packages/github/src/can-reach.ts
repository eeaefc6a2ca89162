import type { Repository } from '@backout/incident';
import { coordinates } from './coordinates.ts';
import { failureKind } from './failure.ts';
import type { GitHub } from './open-github.ts';

/** Whether the token sees a repository at all. */
export function canReach(github: GitHub, repository: Repository): Promise<boolean> {
  const task = { doing: 'look the repository up', repository, needs: 'metadata: read' };
  return github.retryable(task, async (octokit, request) => {
    try {
      await octokit.request('GET /repos/{owner}/{repo}', { ...coordinates(repository), request });
      return true;
    } catch (error) {
      const kind = failureKind(error);
      if (kind === 'missing' || kind === 'forbidden') return false;
      throw error;
    }
  });
}
