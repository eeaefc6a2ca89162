import type { Repository } from '@backout/incident';
import { z } from 'zod';
import { allPages, Page } from './all-pages.ts';
import { coordinates } from './coordinates.ts';
import type { GitHub } from './open-github.ts';

export interface OwnComment {
  readonly id: number;
  readonly url: string;
  readonly body: string;
}

const comments = `comments(first: 100, after: $after) {
  pageInfo { hasNextPage endCursor }
  nodes { fullDatabaseId url body viewerDidAuthor }
}`;
const query = `query ($owner: String!, $repo: String!, $number: Int!, $after: String) {
  repository(owner: $owner, name: $repo) {
    issueOrPullRequest(number: $number) { ... on Issue { ${comments} } ... on PullRequest { ${comments} } }
  }
}`;

const Node = z
  .object({
    /** A BigInt, which GitHub writes as text: comment ids outgrew 32 bits. */
    fullDatabaseId: z.coerce.number().int().positive(),
    url: z.url(),
    body: z.string(),
    viewerDidAuthor: z.boolean(),
  })
  .transform(({ fullDatabaseId, ...rest }) => ({ id: fullDatabaseId, ...rest }));
const Answer = z.object({
  repository: z.object({ issueOrPullRequest: z.object({ comments: Page(Node) }) }),
});

export interface CommentPlace {
  readonly repository: Repository;
  /** Of the issue or pull request. */
  readonly number: number;
  readonly marker: string;
}

/** Oldest first. A marker that somebody else wrote, or quoted, does not count. */
export async function ownComments(github: GitHub, place: CommentPlace): Promise<OwnComment[]> {
  const { repository, number, marker } = place;
  const found = await allPages(github, {
    task: { doing: `read the comments of #${number}`, repository, needs: 'pull-requests: read' },
    query,
    variables: { ...coordinates(repository), number },
    read: (data) => Answer.parse(data).repository.issueOrPullRequest.comments,
  });
  return found
    .filter((comment) => comment.viewerDidAuthor && comment.body.startsWith(marker))
    .sort((left, right) => left.id - right.id);
}
