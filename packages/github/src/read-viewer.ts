import type { Repository } from '@backout/incident';
import { z } from 'zod';
import { Account } from './login.ts';
import type { GitHub } from './open-github.ts';

const Answer = z.object({ viewer: Account });

/** The account of the token, as it stands beside what it writes; null for a name that GitHub's names are not. */
export function readViewer(github: GitHub, repository: Repository): Promise<string | null> {
  const task = { doing: "read the token's account", repository, needs: 'metadata: read' };
  return github.retryable(
    task,
    async (octokit, request) =>
      Answer.parse(await octokit.graphql('query { viewer { login } }', { request })).viewer,
  );
}
