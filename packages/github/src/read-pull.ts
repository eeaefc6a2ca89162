import { type Repository, Sha, type Untrusted, untrustedText } from '@backout/incident';
import { z } from 'zod';
import { coordinates } from './coordinates.ts';
import { Account } from './login.ts';
import type { GitHub } from './open-github.ts';

export interface PullDetails {
  readonly repository: Repository;
  readonly number: number;
  readonly url: string;
  readonly title: Untrusted;
  readonly state: 'open' | 'closed' | 'merged';
  /** Null where the account is gone. */
  readonly author: string | null;
  readonly mergeCommit: Sha | null;
}

const Answer = z.object({
  html_url: z.url(),
  title: z.string(),
  state: z.enum(['open', 'closed']),
  merged: z.boolean(),
  merge_commit_sha: Sha.nullable(),
  user: Account,
});

/** What people are told about a pull request. */
export async function readPull(
  github: GitHub,
  pull: { readonly repository: Repository; readonly number: number },
): Promise<PullDetails> {
  const { repository, number } = pull;
  const task = { doing: `read pull request #${number}`, repository, needs: 'pull-requests: read' };
  const answer = await github.retryable(task, async (octokit, request) => {
    const asked = { ...coordinates(repository), pull_number: number, request };
    return Answer.parse((await octokit.request('GET /repos/{owner}/{repo}/pulls/{pull_number}', asked)).data);
  });
  return {
    repository,
    number,
    url: answer.html_url,
    title: untrustedText(answer.title),
    state: answer.merged ? 'merged' : answer.state,
    author: answer.user,
    // Before a merge GitHub gives the commit of a trial merge here.
    mergeCommit: answer.merged ? answer.merge_commit_sha : null,
  };
}
