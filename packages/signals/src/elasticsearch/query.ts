import { floorTo, type Question } from '../buckets/client.ts';
import type { Window } from '../signals.ts';

/** The body of a search: no hits, and for each question a filter with a histogram below it. */
export function searchOf(questions: readonly Question[], { from, to }: Window, time: string) {
  const starts = questions.map(({ bucketMs }) => floorTo(bucketMs, from));
  const range = { gte: Math.min(...starts), lt: Math.round(to), format: 'epoch_millis' };
  const aggs = Object.fromEntries(questions.map((question, at) => [nameOf(at), filter(question, time)]));
  return { size: 0, track_total_hits: false, query: { range: { [time]: range } }, aggs };
}

function filter({ query, bucketMs }: Question, time: string) {
  const histogram = { field: time, fixed_interval: `${bucketMs / 1000}s`, min_doc_count: 1 };
  return {
    filter: { query_string: { query } },
    aggs: { steps: { date_histogram: histogram } },
  };
}

export function nameOf(index: number): string {
  return `q${index}`;
}
