import { githubError } from './scope.ts';

export interface Paging {
  readonly first?: number | null;
  readonly last?: number | null;
  readonly after?: string | null;
  readonly before?: string | null;
}

const largestPage = 100;

/** Relay's pages with GitHub's two rules: a size must be given, and 100 is the most. */
export function connection<Item>(items: readonly Item[], paging: Paging) {
  const size = paging.first ?? paging.last;
  if (size === undefined || size === null)
    throw githubError(
      'MISSING_PAGINATION_BOUNDARIES',
      'You must provide a `first` or `last` value to properly paginate the connection.',
    );
  if (size < 1 || size > largestPage)
    throw githubError(
      'EXCESSIVE_PAGINATION',
      `Requesting ${size} records on the connection exceeds the \`first\` limit of ${largestPage} records.`,
    );
  const from = paging.after ? indexOf(paging.after) + 1 : 0;
  const to = paging.before ? indexOf(paging.before) : items.length;
  const start = paging.first ? from : Math.max(from, to - size);
  const end = paging.first ? Math.min(to, from + size) : to;
  return {
    totalCount: items.length,
    nodes: items.slice(start, end),
    edges: items.slice(start, end).map((node, index) => ({ node, cursor: cursor(start + index) })),
    pageInfo: {
      hasNextPage: end < items.length,
      hasPreviousPage: start > 0,
      startCursor: end > start ? cursor(start) : null,
      endCursor: end > start ? cursor(end - 1) : null,
    },
  };
}

function cursor(index: number): string {
  return Buffer.from(`cursor:${index}`).toString('base64');
}

function indexOf(text: string): number {
  return Number(Buffer.from(text, 'base64').toString().replace('cursor:', ''));
}
