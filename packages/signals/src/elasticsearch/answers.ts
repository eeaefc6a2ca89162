import { z } from 'zod';
import type { Answered, Question } from '../buckets/client.ts';

const Counted = z.object({
  steps: z.object({ buckets: z.array(z.object({ key: z.number(), doc_count: z.number() })) }),
});

export const SearchResponse = z.object({
  timed_out: z.boolean(),
  _shards: z.object({ total: z.number(), failed: z.number() }),
  /** Only where the search went to other clusters as well. */
  _clusters: z
    .object({
      skipped: z.number().default(0),
      partial: z.number().default(0),
      failed: z.number().default(0),
    })
    .optional(),
  aggregations: z.record(z.string(), Counted).optional(),
});
export type SearchResponse = z.infer<typeof SearchResponse>;

/** What lacks in a count is no event that did not happen. */
export function partial({
  timed_out: late,
  _shards: shards,
  _clusters: clusters,
}: SearchResponse): string | null {
  if (late) return 'the search was not finished in time';
  if (shards.failed > 0) return `${shards.failed} of ${shards.total} shards failed`;
  const away = clusters === undefined ? 0 : clusters.skipped + clusters.partial + clusters.failed;
  return away > 0 ? `${away} of the clusters did not answer` : null;
}

export function answeredOf({ bucketMs }: Question, { aggregations }: SearchResponse, name: string): Answered {
  const buckets = aggregations?.[name]?.steps.buckets;
  if (buckets === undefined) return { ok: false, detail: 'an answer without the counts' };
  const series = buckets.map(({ key, doc_count: value }) => ({ end: key + bucketMs, value }));
  return { ok: true, bucketMs, series: [series] };
}
