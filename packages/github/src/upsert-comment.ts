import { z } from 'zod';
import { coordinates } from './coordinates.ts';
import { createOnce } from './create-once.ts';
import { failureKind } from './failure.ts';
import { sameText, withMarker } from './marker.ts';
import type { GitHub } from './open-github.ts';
import { type CommentPlace, type OwnComment, ownComments } from './own-comments.ts';

export interface Comment extends CommentPlace {
  /** With or without the marker at its start. */
  readonly body: string;
}

export interface Upserted {
  readonly url: string;
  readonly outcome: 'created' | 'updated' | 'unchanged';
}

const Answer = z
  .object({ id: z.int(), html_url: z.url(), body: z.string() })
  .transform(({ id, html_url, body }) => ({ id, url: html_url, body }));

/** Keeps exactly one comment of ours with this marker on an issue or pull request. */
export async function upsertComment(github: GitHub, comment: Comment): Promise<Upserted> {
  const wanted = { ...comment, body: withMarker(comment.marker, comment.body) };
  const before = await ownComments(github, wanted);
  if (before.length > 0) return keepOldest(github, wanted, before);
  const made = await create(github, wanted);
  // Another run of the same incident may have done the same meanwhile.
  const after = await ownComments(github, wanted);
  const kept = await keepOldest(github, wanted, after.length > 0 ? after : [made]);
  return kept.url === made.url ? { url: made.url, outcome: 'created' } : kept;
}

function task(comment: Comment, doing: string) {
  return {
    doing: `${doing} #${comment.number}`,
    repository: comment.repository,
    needs: 'pull-requests: write',
  };
}

function create(github: GitHub, comment: Comment): Promise<OwnComment> {
  const { repository, number, body } = comment;
  return createOnce(github, {
    task: task(comment, 'comment on'),
    create: async (octokit, request) => {
      const asked = { ...coordinates(repository), issue_number: number, body, request };
      return Answer.parse(
        (await octokit.request('POST /repos/{owner}/{repo}/issues/{issue_number}/comments', asked)).data,
      );
    },
    probe: async () => (await ownComments(github, comment))[0] ?? null,
  });
}

async function keepOldest(
  github: GitHub,
  comment: Comment,
  [oldest, ...later]: readonly OwnComment[],
): Promise<Upserted> {
  if (oldest === undefined) throw new RangeError('nothing to keep');
  for (const extra of later) await remove(github, comment, extra);
  if (sameText(oldest.body, comment.body)) return { url: oldest.url, outcome: 'unchanged' };
  const { url } = await github.retryable(task(comment, 'update the comment on'), async (octokit, request) => {
    const asked = { ...coordinates(comment.repository), comment_id: oldest.id, body: comment.body, request };
    return Answer.parse(
      (await octokit.request('PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}', asked)).data,
    );
  });
  return { url, outcome: 'updated' };
}

function remove(github: GitHub, comment: Comment, { id }: OwnComment): Promise<void> {
  return github.retryable(task(comment, 'remove a second comment from'), async (octokit, request) => {
    try {
      await octokit.request('DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}', {
        ...coordinates(comment.repository),
        comment_id: id,
        request,
      });
    } catch (error) {
      // The other run, or an earlier try, was faster.
      if (failureKind(error) !== 'missing') throw error;
    }
  });
}
