import { floorTo, type Question } from '../buckets/client.ts';
import type { Window } from '../signals.ts';

/** The parameters of `query_range`: a moment for each bucket, at its end. */
export function rangeQuery(question: Question, window: Window): URLSearchParams {
  const { bucketMs } = question;
  return new URLSearchParams({
    query: logql(question),
    start: nanoseconds(floorTo(bucketMs, window.from) + bucketMs),
    end: nanoseconds(Math.max(window.from + bucketMs, floorTo(bucketMs, window.to))),
    step: `${bucketMs / 1000}`,
  });
}

/** The line break ends a comment, which would otherwise take the range with it. */
function logql({ query, kind, bucketMs }: Question): string {
  return kind === 'values' ? query : `sum(count_over_time(${query}\n[${bucketMs / 1000}s]))`;
}

function nanoseconds(ms: number): string {
  return `${Math.round(ms)}000000`;
}
