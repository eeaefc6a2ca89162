import { sha256 } from '@backout/incident';
import { askingApart } from '../buckets/apart.ts';
import { type BucketClient, ceilTo, nothingAnswered } from '../buckets/client.ts';
import type { Asking } from '../http/ask.ts';
import { askJson } from '../http/ask-json.ts';
import { answeredOf, partial, SearchResponse } from './answers.ts';
import { nameOf, searchOf } from './query.ts';

export interface ElasticsearchAccess {
  readonly url: string;
  readonly index: string;
  /** the field that holds the time of an event */
  readonly time: string;
  readonly apiKey: string | null;
}

const shortestMs = 1_000;

/**
 * One search without hits, with a filter a question and a histogram below it (elastic/elasticsearch-specification). Its counts are exact; its buckets begin at
 * whole multiples of their length, and one in which nothing was is left out (`min_doc_count`): that is a zero, unless
 * the pipeline is late, which is waited for.
 *
 * A document is found after the next refresh, every second or on demand (`index.refresh_interval`), in serverless
 * projects every five; before that Filebeat gathers for up to ten (`queue.mem.flush.timeout`).
 */
export function elasticsearchClient(access: ElasticsearchAccess, asking: Asking): BucketClient {
  return {
    settleMs: 20_000,
    absent: 'zero',
    /** `search.max_buckets` is 65,535, in versions before 7.9 10,000, for all questions of a search together. */
    mostBuckets: 2_000,
    countBucketMs: (stepMs) => Math.max(shortestMs, ceilTo(shortestMs, stepMs)),
    valueBucketMs: (stepMs) => Math.max(shortestMs, ceilTo(shortestMs, stepMs)),
    ask: askingApart(async (questions, window) => {
      const answer = await search(access, searchOf(questions, window, access.time), asking);
      if (!answer.ok) return nothingAnswered(questions, answer);
      const { parsed, text, skewMs } = answer;
      const digest = sha256(text);
      const wrong = partial(parsed);
      if (wrong !== null) return { ...nothingAnswered(questions, { detail: wrong }), digest, skewMs };
      const answered = questions.map((question, index) => answeredOf(question, parsed, nameOf(index)));
      return { answered, digest, skewMs, trouble: null };
    }),
  };
}

/** An error is wanted in place of a part of the answer; what an older version sends nevertheless is looked at. */
const parameters = new URLSearchParams({
  allow_partial_search_results: 'false',
  allow_no_indices: 'false',
});

function search({ url, index, apiKey }: ElasticsearchAccess, body: object, asking: Asking) {
  const headers = {
    ...{ accept: 'application/json', 'content-type': 'application/json', 'user-agent': 'backout' },
    ...(apiKey !== null && { authorization: `ApiKey ${apiKey}` }),
  };
  const address = `${url}/${encodeURIComponent(index)}/_search?${parameters}`;
  return askJson(address, { method: 'POST', headers, body: JSON.stringify(body) }, SearchResponse, asking);
}
