import type { Repository } from '@backout/incident';
import { z } from 'zod';
import { allPages, Page } from './all-pages.ts';
import { coordinates } from './coordinates.ts';
import type { GitHub } from './open-github.ts';

/** Every issue of ours carries it, so that they can be found without reading all others. */
export const ownLabel = 'backout';

export interface OwnIssue {
  readonly number: number;
  readonly url: string;
  readonly title: string;
  readonly body: string;
}

const query = `query ($owner: String!, $repo: String!, $label: String!, $after: String) {
  repository(owner: $owner, name: $repo) {
    issues(first: 100, after: $after, labels: [$label], states: [OPEN], orderBy: { field: CREATED_AT, direction: ASC }) {
      pageInfo { hasNextPage endCursor }
      nodes { number url title body viewerDidAuthor }
    }
  }
}`;

const Node = z.object({
  number: z.int().positive(),
  url: z.url(),
  title: z.string(),
  body: z.string(),
  viewerDidAuthor: z.boolean(),
});
const Answer = z.object({ repository: z.object({ issues: Page(Node) }) });

/** Our open issues with this marker, oldest first. */
export async function ownIssues(
  github: GitHub,
  place: { readonly repository: Repository; readonly marker: string },
): Promise<OwnIssue[]> {
  const { repository, marker } = place;
  const found = await allPages(github, {
    task: { doing: 'read the issues', repository, needs: 'issues: read' },
    query,
    variables: { ...coordinates(repository), label: ownLabel },
    read: (data) => Answer.parse(data).repository.issues,
  });
  return found
    .filter((issue) => issue.viewerDidAuthor && issue.body.startsWith(marker))
    .sort((left, right) => left.number - right.number);
}
