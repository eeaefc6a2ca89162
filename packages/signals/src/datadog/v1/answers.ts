import type { MetricsQueryMetadata } from '@datadog/datadog-api-client/dist/packages/datadog-api-client-v1/models/MetricsQueryMetadata.js';
import type { MetricsQueryResponse } from '@datadog/datadog-api-client/dist/packages/datadog-api-client-v1/models/MetricsQueryResponse.js';
import type { Answered, Bucket, Question } from '../../buckets/client.ts';
import { otherForm } from '../../http/ask-json.ts';

/** The client makes an empty answer of what is no JSON; and a query that is not understood is not always a 400. */
export function answersOf(response: MetricsQueryResponse, questions: readonly Question[]): Answered[] {
  const { status, series } = response;
  const failed = (detail: string, refused = false) =>
    questions.map((): Answered => ({ ok: false, detail, refused, lasting: refused }));
  if (isUnparsed(response) || status === undefined) return failed(otherForm);
  if (status !== 'ok') return failed('the query is refused', true);
  const placed = series?.map((one) => ({ one, index: one.queryIndex ?? onlyOf(questions) }));
  if (placed?.every(({ index }) => questions[index] !== undefined) !== true) return failed(otherForm);
  return questions.map((question, index) =>
    answeredOf(
      question,
      placed.filter((place) => place.index === index).map(({ one }) => one),
    ),
  );
}

/** An answer to one question does not have to say to which. */
function onlyOf(questions: readonly Question[]): number {
  return questions.length === 1 ? 0 : -1;
}

/** The client marks what it does not know, at any depth, instead of failing. */
function isUnparsed(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return ('_unparsed' in value && value._unparsed === true) || Object.values(value).some(isUnparsed);
}

/** The series of one question. Their points stand at the beginnings of their buckets, and hold nulls. */
function answeredOf({ bucketMs }: Question, series: readonly MetricsQueryMetadata[]): Answered {
  const [seconds = bucketMs / 1000, ...others] = new Set(series.map(({ interval }) => interval));
  if (others.length > 0) return { ok: false, detail: 'buckets of two lengths' };
  return {
    ...{ ok: true, bucketMs: seconds * 1000 },
    series: series.map(({ pointlist = [] }) => bucketsOf(pointlist, seconds * 1000)),
  };
}

function bucketsOf(points: readonly (readonly [number, number | null] | null)[], bucketMs: number): Bucket[] {
  return points.flatMap((point) => {
    const [start, value = null] = point ?? [];
    return start === undefined || value === null ? [] : [{ end: start + bucketMs, value }];
  });
}
