import { CloudWatchClient, GetMetricDataCommand, type GetMetricDataInput } from '@aws-sdk/client-cloudwatch';
import { sha256 } from '@backout/incident';
import { askingApart } from '../buckets/apart.ts';
import { type BucketClient, ceilTo, floorTo, nothingAnswered, type Question } from '../buckets/client.ts';
import type { Asking } from '../http/ask.ts';
import type { Window } from '../signals.ts';
import { answersOf } from './answers.ts';
import { failureOf, noAnswerWithin } from './failure.ts';
import { type Clock, handlerOver } from './handler.ts';
import { metricQuery } from './query.ts';

export interface CloudWatchAccess {
  readonly region: string;
  /** null: the endpoint of the region */
  readonly url: string | null;
  /** null: what the runner has, from its environment, its role or its machine */
  readonly credentials: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string;
  } | null;
}

/** Shorter periods exist only for metrics of one's own, and only for three hours. */
const shortestMs = 60_000;

/**
 * One `GetMetricData` carries up to 500 queries, and 100,800 points in its answer. A metric of a minute is there about
 * two minutes later (docs.datadoghq.com/integrations/guide/cloud-metric-delay, which lives by reading them), and one of
 * errors only where there were some. Every query of every request is billed.
 *
 * A load balancer that is not called reports nothing
 * (docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html), and neither does
 * one that is gone: of a total that is not there nobody knows which.
 */
export function cloudWatchClient(access: CloudWatchAccess, asking: Asking): BucketClient {
  const clock: Clock = { skewMs: 0 };
  const client = open(access, asking, clock);
  return {
    settleMs: 120_000,
    absent: 'unknown',
    mostBuckets: 5_000,
    countBucketMs: (stepMs) => Math.max(shortestMs, ceilTo(shortestMs, stepMs)),
    valueBucketMs: (stepMs) => Math.max(shortestMs, ceilTo(shortestMs, stepMs)),
    ask: askingApart(async (questions, window) => {
      try {
        const asked = client.send(new GetMetricDataCommand(requestOf(questions, window)));
        const output = await Promise.race([asked, noAnswerWithin(asking.timeoutMs)]);
        const digest = sha256(JSON.stringify(output.MetricDataResults ?? []));
        return { answered: answersOf(output, questions), digest, skewMs: clock.skewMs, trouble: null };
      } catch (error) {
        return nothingAnswered(questions, failureOf(error, asking.now()));
      }
    }),
  };
}

/** It does not try again: the next look does, and knows how long to wait. */
function open({ region, url, credentials }: CloudWatchAccess, asking: Asking, clock: Clock) {
  return new CloudWatchClient({
    ...{ region, maxAttempts: 1, requestHandler: handlerOver(asking, clock) },
    ...(url !== null && { endpoint: url }),
    ...(credentials !== null && { credentials }),
  });
}

/** The beginning is inclusive and the end exclusive, and both are answered fastest at whole periods. */
function requestOf(questions: readonly Question[], { from, to }: Window): GetMetricDataInput {
  const starts = questions.map(({ bucketMs }) => floorTo(bucketMs, from));
  return {
    MetricDataQueries: questions.map(metricQuery),
    StartTime: new Date(Math.min(...starts)),
    EndTime: new Date(floorTo(shortestMs, to)),
    ScanBy: 'TimestampAscending',
  };
}
