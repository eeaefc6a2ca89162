import type { GetMetricDataOutput, MetricDataResult } from '@aws-sdk/client-cloudwatch';
import type { Answered, Question } from '../buckets/client.ts';
import { otherForm } from '../http/ask-json.ts';
import { idOf } from './query.ts';

const notWhole = 'an answer that is not whole';

/** What is not whole is not read at all: a page that lacks, and a metric of which CloudWatch says that it lacks. */
export function answersOf(output: GetMetricDataOutput, questions: readonly Question[]): Answered[] {
  const { MetricDataResults: results = [], NextToken: next, Messages: messages = [] } = output;
  if (next !== undefined || messages.length > 0)
    return questions.map(() => ({ ok: false, detail: notWhole }));
  return questions.map((question, index) => {
    const [result, ...others] = results.filter(({ Id }) => Id === idOf(index));
    if (result === undefined || others.length > 0) return { ok: false, detail: otherForm };
    return answeredOf(question, result);
  });
}

/** Values stand at the beginnings of their periods. */
function answeredOf({ bucketMs }: Question, result: MetricDataResult): Answered {
  const { StatusCode: status, Messages: messages = [], Timestamps: times = [], Values: values = [] } = result;
  if (status === 'Forbidden') return { ok: false, detail: 'the key may not read this metric', lasting: true };
  if (status !== 'Complete' || messages.length > 0) return { ok: false, detail: notWhole };
  if (times.length !== values.length) return { ok: false, detail: otherForm };
  const series = times.map((time, index) => ({
    end: time.getTime() + bucketMs,
    value: values[index] ?? Number.NaN,
  }));
  return { ok: true, bucketMs, series: [series] };
}
