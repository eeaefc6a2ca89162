import { sha256 } from '@backout/incident';
import { z } from 'zod';
import { type Answered, type Answers, nothingAnswered, type Question } from '../buckets/client.ts';
import type { JsonAnswer } from '../http/ask-json.ts';

export const Matrix = z.object({
  status: z.literal('success'),
  /** They come with answers that are not whole. */
  warnings: z.array(z.unknown()).optional(),
  data: z.object({
    resultType: z.literal('matrix'),
    result: z.array(z.object({ values: z.array(z.tuple([z.number(), z.string()])) })),
  }),
});
type Matrix = z.infer<typeof Matrix>;

export function answersOf(question: Question, answer: JsonAnswer<Matrix>): Answers {
  if (!answer.ok) return nothingAnswered([question], answer);
  const { parsed, text, skewMs } = answer;
  return { answered: [answeredOf(question, parsed)], digest: sha256(text), skewMs, trouble: null };
}

function answeredOf({ bucketMs }: Question, { warnings, data }: Matrix): Answered {
  if (warnings?.length) return { ok: false, detail: 'an answer with warnings, it may lack lines' };
  const series = data.result.map(({ values }) =>
    values.map(([seconds, value]) => ({ end: Math.round(seconds * 1000), value: Number(value) })),
  );
  return { ok: true, bucketMs, series };
}
