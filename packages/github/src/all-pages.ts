import { z } from 'zod';
import type { Task } from './explain.ts';
import type { GitHub } from './open-github.ts';

const PageInfo = z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() });

/** A page of a GraphQL connection. */
export function Page<Node extends z.ZodType>(node: Node) {
  return z.object({ pageInfo: PageInfo, nodes: z.array(node) });
}

export interface Listing<Node> {
  readonly task: Task;
  /** Takes the variable `$after`. */
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly read: (data: unknown) => { pageInfo: z.infer<typeof PageInfo>; nodes: Node[] };
}

/** Each page is repeated on its own, so that a lost answer on the last one does not cost the first. */
export async function allPages<Node>(github: GitHub, listing: Listing<Node>): Promise<Node[]> {
  const nodes: Node[] = [];
  for (let after: string | null = null; ; ) {
    const variables: Record<string, unknown> = { ...listing.variables, after };
    const page = await github.retryable(listing.task, async (octokit, request) =>
      listing.read(await octokit.graphql(listing.query, { ...variables, request })),
    );
    nodes.push(...page.nodes);
    if (!page.pageInfo.hasNextPage || page.pageInfo.endCursor === null) return nodes;
    after = page.pageInfo.endCursor;
  }
}
