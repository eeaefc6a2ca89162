/** The label that tells whose series it is in the answer to several queries. */
const mark = 'backout_signal';

/**
 * Several queries as one. The mark makes the series of one query differ from those of every other, so that `or` keeps
 * all of them. A query may end in a comment, so what closes it stands on a line of its own.
 */
export function joined(queries: readonly string[]): string {
  return queries
    .map((query, index) => `label_replace(\n${query}\n, "${mark}", "${index}", "", "")`)
    .join(' or ');
}

/** The series of the query at this place among them. */
export function ofQuery<One extends { readonly labels: Readonly<Record<string, string>> }>(
  series: readonly One[],
  index: number,
): One[] {
  return series.filter(({ labels }) => labels[mark] === String(index));
}
