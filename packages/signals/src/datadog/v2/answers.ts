import { z } from 'zod';
import type { Answered, Bucket, Question } from '../../buckets/client.ts';
import { otherForm } from '../../http/ask-json.ts';
import type { Window } from '../../signals.ts';

/** A table: the moments are common to all series, and a series has a null at those of the others. */
export const TimeseriesResponse = z.object({
  data: z
    .object({
      type: z.literal('timeseries_response'),
      attributes: z.object({
        series: z.array(z.object({ query_index: z.int().nonnegative() })),
        times: z.array(z.number()),
        values: z.array(z.array(z.number().nullable())),
      }),
    })
    .optional(),
  /** What went wrong, in an answer that is a 200 nevertheless. */
  errors: z.unknown().optional(),
});
type TimeseriesResponse = z.infer<typeof TimeseriesResponse>;

type Placed = readonly (readonly (readonly [start: number, value: number])[])[];

export function tableOf(
  { data, errors }: TimeseriesResponse,
  questions: readonly Question[],
  window: Window,
): Answered[] {
  const failed = (detail: string, refused = false) =>
    questions.map((): Answered => ({ ok: false, detail, refused }));
  if (errors !== undefined) return failed('the query is refused', true);
  if (data === undefined) return failed(otherForm);
  const { series, times, values } = data.attributes;
  const square = values.length === series.length && values.every(({ length }) => length === times.length);
  if (!square || series.some(({ query_index: index }) => questions[index] === undefined))
    return failed(otherForm);
  const told = questions.map(
    (_question, wanted): Placed =>
      values
        .filter((_row, row) => series[row]?.query_index === wanted)
        .map((row) => row.flatMap((value, at) => (value === null ? [] : [[times[at] ?? 0, value] as const]))),
  );
  return questions.map((question, index) => {
    const alike = told.filter((_placed, other) => questions[other]?.bucketMs === question.bucketMs);
    return answeredOf(told[index] ?? [], lengthOf(alike.flat(2), question, window));
  });
}

/** Points stand at the beginnings of their buckets. */
function answeredOf(placed: Placed, bucketMs: number): Answered {
  const series = placed.map((points) =>
    points.map(([start, value]): Bucket => ({ end: start + bucketMs, value })),
  );
  return { ok: true, bucketMs, series };
}

/** Fewer than this were never too many: so many a graph of Datadog's has at least. */
const fewBuckets = 300;
const enoughPoints = 10;

/**
 * The answer does not tell how long its buckets are, and they are longer than asked for where they would be too many.
 * Then all points, of whatever was asked for in buckets of this length, stand that far apart.
 */
function lengthOf(
  points: readonly (readonly [start: number, value: number])[],
  { bucketMs }: Question,
  { from, to }: Window,
): number {
  const starts = [...new Set(points.map(([start]) => start))];
  const [first] = starts;
  if (first === undefined || starts.length < enoughPoints || (to - from) / bucketMs < fewBuckets)
    return bucketMs;
  const apart = starts.map((start) => Math.abs(start - first)).reduce(commonDivisor, 0);
  return apart > bucketMs ? apart : bucketMs;
}

function commonDivisor(one: number, other: number): number {
  return other === 0 ? one : commonDivisor(other, one % other);
}
