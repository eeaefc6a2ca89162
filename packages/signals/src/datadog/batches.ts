import type { Question } from '../buckets/client.ts';
import { queryOf } from './query.ts';

/** What Datadog's own cluster agent keeps to, so that no address gets too long (processor.go, beside the other). */
const mostQueries = 35;
const longestAddress = 7_000;

/** Nearly always one. */
export function batches(questions: readonly Question[]): Question[][] {
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
