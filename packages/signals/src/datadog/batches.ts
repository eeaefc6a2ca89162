import type { Question } from '../buckets/client.ts';
import { bringsItsBuckets, queryOf } from './query.ts';

/** What Datadog's own cluster agent keeps to, so that no address gets too long (processor.go, beside the other). */
const mostQueries = 35;
const longestAddress = 7_000;

/** Nearly always one. */
export function v1Batches(questions: readonly Question[]): Question[][] {
  const all: Question[][] = [];
  let length = Number.POSITIVE_INFINITY;
  for (const question of questions) {
    const added = encodeURIComponent(`${queryOf(question)},`).length;
    const last = all.at(-1);
    length += added;
    if (last !== undefined && last.length < mostQueries && length <= longestAddress) last.push(question);
    else {
      all.push([question]);
      length = added;
    }
  }
  return all;
}

/**
 * A body may be long. The request says once for all how long buckets are, so a question that cannot say it itself goes
 * with those of its own length.
 */
export function v2Batches(questions: readonly Question[]): Question[][] {
  const alike = Map.groupBy(questions, (question) => (bringsItsBuckets(question) ? 0 : question.bucketMs));
  return [...alike.values()].flatMap((all) =>
    Array.from({ length: Math.ceil(all.length / mostQueries) }, (_, index) =>
      all.slice(index * mostQueries, (index + 1) * mostQueries),
    ),
  );
}
