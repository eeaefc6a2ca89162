import { type Repository, UserError } from '@backout/incident';
import { z } from 'zod';
import { coordinates } from './coordinates.ts';
import { createOnce } from './create-once.ts';
import { cut } from './cut.ts';
import { sameText, withMarker } from './marker.ts';
import type { GitHub } from './open-github.ts';
import { type OwnIssue, ownIssues, ownLabel } from './own-issues.ts';
import type { Upserted } from './upsert-comment.ts';

export interface Issue {
  readonly repository: Repository;
  readonly marker: string;
  readonly title: string;
  /** With or without the marker at its start. */
  readonly body: string;
  /** Beside `backout`, which every issue of ours carries. */
  readonly labels?: readonly string[];
}

export interface UpsertedIssue extends Upserted {
  readonly number: number;
}

const Answer = z
  .object({
    number: z.int(),
    html_url: z.url(),
    title: z.string(),
    body: z.string().nullable(),
    labels: z.array(
      z.union([z.string(), z.object({ name: z.string().nullish() }).transform(({ name }) => name)]),
    ),
  })
  .transform(({ html_url, body, ...rest }) => ({ ...rest, url: html_url, body: body ?? '' }));

const longestTitle = 256;

/** Keeps exactly one open issue of ours with this marker. Once a human has closed it, the next one is new. */
export async function upsertIssue(github: GitHub, issue: Issue): Promise<UpsertedIssue> {
  const body = withMarker(issue.marker, issue.body);
  const wanted = { ...issue, body, title: cut(issue.title, longestTitle) };
  const before = await ownIssues(github, wanted);
  if (before.length > 0) return keepOldest(github, wanted, before);
  const made = await create(github, wanted);
  // Another run of the same incident may have done the same meanwhile.
  const after = await ownIssues(github, wanted);
  const kept = await keepOldest(github, wanted, after.length > 0 ? after : [made]);
  return kept.number === made.number ? { ...kept, outcome: 'created' } : kept;
}

function task(issue: Issue, doing: string) {
  return { doing, repository: issue.repository, needs: 'issues: write' };
}

function create(github: GitHub, issue: Issue): Promise<OwnIssue> {
  const { repository, title, body } = issue;
  return createOnce(github, {
    task: task(issue, 'open an issue'),
    create: async (octokit, request) => {
      const labels = [...new Set([ownLabel, ...(issue.labels ?? [])])];
      const asked = { ...coordinates(repository), title, body, labels, request };
      const made = Answer.parse((await octokit.request('POST /repos/{owner}/{repo}/issues', asked)).data);
      if (!made.labels.includes(ownLabel)) throw unlabelled(repository);
      return made;
    },
    probe: async () => (await ownIssues(github, issue))[0] ?? null,
  });
}

/** GitHub drops labels without a word where the token may not set them, and an issue without ours is never found again. */
function unlabelled(repository: Repository): UserError {
  return new UserError(
    'input-invalid',
    `the token opened an issue in ${repository} but may not set its label \`${ownLabel}\`: give it the permission \`issues: write\` there`,
  );
}

async function keepOldest(
  github: GitHub,
  issue: Issue,
  [oldest, ...later]: readonly OwnIssue[],
): Promise<UpsertedIssue> {
  if (oldest === undefined) throw new RangeError('nothing to keep');
  for (const extra of later)
    await patch(github, issue, extra.number, { state: 'closed', state_reason: 'not_planned' });
  const { number, url } = oldest;
  const { title, body } = issue;
  if (oldest.title === title && sameText(oldest.body, body)) return { number, url, outcome: 'unchanged' };
  await patch(github, issue, number, { title, body });
  return { number, url, outcome: 'updated' };
}

interface Change {
  readonly title?: string;
  readonly body?: string;
  readonly state?: 'closed';
  readonly state_reason?: 'not_planned';
}

function patch(github: GitHub, issue: Issue, number: number, change: Change): Promise<void> {
  return github.retryable(task(issue, `update issue #${number}`), async (octokit, request) => {
    const asked = { ...coordinates(issue.repository), issue_number: number, ...change, request };
    Answer.parse((await octokit.request('PATCH /repos/{owner}/{repo}/issues/{issue_number}', asked)).data);
  });
}
