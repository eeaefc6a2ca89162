import type { Question } from '../buckets/client.ts';

/** One metric and nothing computed from it, so that the length of its buckets can be said behind it. */
const plain = /^(avg|sum|min|max|p\d{2}):[^{}]+\{[^{}]*\}(?:\s*by\s*\{[^{}]+\})?(\.as_(?:count|rate)\(\))?$/;

/**
 * The query with its buckets. Counts are summed over a bucket. Of a gauge the mean of a bucket is taken, whatever its
 * hosts are joined by, or its extreme; percentiles have no such choice
 * (docs.datadoghq.com/metrics/faq/rollup-for-distributions-with-percentiles). What is computed from several metrics
 * has to bring its own buckets.
 */
export function queryOf({ query, kind, bucketMs }: Question): string {
  const seconds = bucketMs / 1000;
  if (kind === 'counts') return `${query}.rollup(sum, ${seconds})`;
  const [, aggregator, modifier] = plain.exec(query) ?? [];
  if (aggregator === undefined) return query;
  if (aggregator.startsWith('p')) return `${query}.rollup(${seconds})`;
  return `${query}.rollup(${overTime(aggregator, modifier)}, ${seconds})`;
}

/** Whether the length of its buckets stands behind the query. */
export function bringsItsBuckets(question: Question): boolean {
  return queryOf(question) !== question.query;
}

function overTime(aggregator: string, modifier: string | undefined): string {
  if (modifier === '.as_count()') return 'sum';
  return aggregator === 'min' || aggregator === 'max' ? aggregator : 'avg';
}
