import { sha256 } from '@backout/incident';
import { type Answers, floorTo, nothingAnswered, type Question } from '../../buckets/client.ts';
import { askJson } from '../../http/ask-json.ts';
import type { Window } from '../../signals.ts';
import type { Reach } from '../access.ts';
import { queryOf } from '../query.ts';
import { TimeseriesResponse, tableOf } from './answers.ts';

/**
 * `POST /api/v2/query/timeseries`: a query and a formula that names it for each question, in a body that may be long.
 *
 * Not by the official client: its MetricsApi of version 2 brings the models of all products with it, 9.2 MB in each of
 * three bundles, for one request. That this is the request which it would send, and that it knows the whole answer, is
 * tested against it (datadog-v2.test.ts).
 */
export async function askV2(
  questions: readonly Question[],
  window: Window,
  { access, asking }: Reach,
): Promise<Answers> {
  const init = {
    method: 'POST',
    headers: headersOf(access),
    body: JSON.stringify(bodyOf(questions, window)),
  };
  const url = `${access.url}/api/v2/query/timeseries`;
  const answer = await askJson(url, init, TimeseriesResponse, asking);
  if (!answer.ok) return nothingAnswered(questions, answer);
  const { parsed, text, skewMs } = answer;
  return { answered: tableOf(parsed, questions, window), digest: sha256(text), skewMs, trouble: null };
}

function headersOf({ apiKey, appKey }: Reach['access']) {
  return {
    ...{ accept: 'application/json', 'content-type': 'application/json', 'user-agent': 'backout' },
    ...{ 'dd-api-key': apiKey, 'dd-application-key': appKey },
  };
}

/** Milliseconds, from the first and up to but without the last. Every question gets its first bucket whole. */
function bodyOf(questions: readonly Question[], { from, to }: Window) {
  const starts = questions.map(({ bucketMs }) => floorTo(bucketMs, from));
  return {
    data: {
      type: 'timeseries_request',
      attributes: {
        ...{ from: Math.min(...starts), to: Math.round(to) },
        // What has its own `.rollup` behind it keeps that.
        interval: Math.min(...questions.map(({ bucketMs }) => bucketMs)),
        formulas: questions.map((_question, index) => ({ formula: nameOf(index) })),
        queries: questions.map((question, index) => ({
          ...{ data_source: 'metrics', name: nameOf(index), query: queryOf(question) },
        })),
      },
    },
  };
}

function nameOf(index: number): string {
  return `q${index}`;
}
