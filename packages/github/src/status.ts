import { type Repository, type Sha, type Untrusted, untrustedText } from '@backout/incident';
import { z } from 'zod';
import { coordinates } from './coordinates.ts';
import { createOnce } from './create-once.ts';
import { cut } from './cut.ts';
import { Account } from './login.ts';
import type { GitHub } from './open-github.ts';

export interface StatusPlace {
  readonly repository: Repository;
  readonly sha: Sha;
  readonly context: string;
}

const State = z.enum(['error', 'failure', 'pending', 'success']);
export type StatusState = z.infer<typeof State>;

export interface NewStatus extends StatusPlace {
  readonly state: StatusState;
  /** Cut at GitHub's 140 characters. */
  readonly description: string;
  readonly targetUrl?: string;
}

export interface CommitStatus {
  readonly state: StatusState;
  /** Anybody with `statuses: write` may have written it. */
  readonly description: Untrusted | null;
  readonly targetUrl: string | null;
  /** Who set it; null where the account is gone. */
  readonly creator: string | null;
}

const Answer = z
  .object({
    context: z.string(),
    state: State,
    description: z.string().nullable(),
    target_url: z.string().nullable(),
    creator: Account,
  })
  .transform((answer) => ({
    context: answer.context,
    state: answer.state,
    description: answer.description === null ? null : untrustedText(answer.description),
    targetUrl: answer.target_url,
    creator: answer.creator,
  }));

const longestDescription = 140;

/** The newest status of a context counts, so setting the same one twice changes nothing. */
export async function setStatus(github: GitHub, status: NewStatus): Promise<void> {
  const { repository, sha, context, state } = status;
  const description = cut(status.description, longestDescription);
  await createOnce<true>(github, {
    task: { doing: 'write the commit status', repository, needs: 'statuses: write' },
    create: async (octokit, request) => {
      const target = status.targetUrl === undefined ? {} : { target_url: status.targetUrl };
      const asked = { ...coordinates(repository), sha, context, state, description, ...target, request };
      Answer.parse((await octokit.request('POST /repos/{owner}/{repo}/statuses/{sha}', asked)).data);
      return true;
    },
    probe: async () => {
      const found = await readStatus(github, status);
      return found?.state === state && found.description === description ? true : null;
    },
  });
}

/** The newest status of a context on a commit, or null. */
export async function readStatus(github: GitHub, place: StatusPlace): Promise<CommitStatus | null> {
  const [newest = null] = await readSome(github, place, 1);
  return newest;
}

/** Every status of a context on a commit, newest first: GitHub keeps at most 1,000 of them. */
export function readStatuses(github: GitHub, place: StatusPlace): Promise<CommitStatus[]> {
  return readSome(github, place, Number.POSITIVE_INFINITY);
}

function readSome(github: GitHub, place: StatusPlace, most: number): Promise<CommitStatus[]> {
  const { repository, sha, context } = place;
  const task = { doing: 'read the commit status', repository, needs: 'statuses: read' };
  return github.retryable(task, async (octokit, request) => {
    const asked = { ...coordinates(repository), ref: sha, per_page: 100, request };
    const found: CommitStatus[] = [];
    const pages = octokit.paginate.iterator('GET /repos/{owner}/{repo}/commits/{ref}/statuses', asked);
    for await (const page of pages) {
      const own = z
        .array(Answer)
        .parse(page.data)
        .filter((status) => status.context === context);
      found.push(...own.map(({ context: _, ...status }) => status));
      if (found.length >= most) break;
    }
    return found;
  });
}
