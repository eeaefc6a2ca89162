import { type GaugeSignal, type RatioSignal, Signal } from '@backout/policy';
import {
  cloudWatchKeys,
  cloudWatchQueries,
  datadogQueries,
  elasticsearchQueries,
  type Knowledge,
  lokiQueries,
  type Provider,
  startCloudWatch,
  startDatadog,
  startElasticsearch,
  startLoki,
} from '@backout/world/metrics';
import type { BucketReading } from '../buckets/asker.ts';
import { openCloudWatch } from '../cloudwatch/open.ts';
import { openDatadog } from '../datadog/open.ts';
import { openElasticsearch } from '../elasticsearch/open.ts';
import { openLoki } from '../loki/open.ts';
import type { MetricSignals } from '../reading.ts';
import type { Source } from '../signals.ts';

/** A provider with its stand-in, and what is known about its manners. */
export interface Emulated {
  readonly name: string;
  /** as the policy calls it */
  readonly provider: RatioSignal['provider'];
  readonly queries: { readonly all: string; readonly bad: string; readonly latency: string | null };
  /** Events by a query that is none. */
  readonly refused: string;
  readonly start: (knowledge: Knowledge) => Promise<Provider>;
  readonly open: (url: string, signals: MetricSignals, reading: BucketReading, key?: string) => Source;
  /** ms: how long a bucket of counts is where steps of 10 s are wanted, and how long it grows after its end */
  readonly bucketMs: number;
  readonly settleMs: number;
  /** what a bucket of counts means that it leaves out */
  readonly absent: 'zero' | 'unknown';
  /** so many requests carry the questions of one ratio */
  readonly requests: number;
}

export const loki: Emulated = {
  ...{ name: 'loki', provider: 'loki' },
  queries: lokiQueries,
  refused: 'no selector',
  start: startLoki,
  open: (url, signals, reading, key = 'secret') => openLoki({ url, token: key }, signals, reading),
  ...{ bucketMs: 10_000, settleMs: 10_000, requests: 2, absent: 'zero' },
};

export const datadog: Emulated = {
  ...{ name: 'datadog', provider: 'datadog' },
  queries: datadogQueries,
  refused: 'sum:9{service:shop}.as_count()',
  start: startDatadog,
  open: (url, signals, reading, key = 'secret') =>
    openDatadog({ url, apiKey: key, appKey: 'secret' }, signals, reading),
  ...{ bucketMs: 20_000, settleMs: 30_000, requests: 1, absent: 'unknown' },
};

export const datadogV2: Emulated = {
  ...datadog,
  name: 'datadog v2',
  open: (url, signals, reading, key = 'secret') =>
    openDatadog({ url, apiKey: key, appKey: 'secret', api: 'v2' }, signals, reading),
};

export const cloudwatch: Emulated = {
  ...{ name: 'cloudwatch', provider: 'cloudwatch' },
  queries: cloudWatchQueries,
  refused: 'Total:AWS/ApplicationELB:RequestCount',
  start: startCloudWatch,
  open: (url, signals, reading, key = 'secret') => {
    const credentials = { ...cloudWatchKeys, secretAccessKey: key };
    return openCloudWatch({ region: 'eu-central-1', url, credentials }, signals, reading);
  },
  ...{ bucketMs: 60_000, settleMs: 120_000, requests: 1, absent: 'unknown' },
};

export const elasticsearch: Emulated = {
  ...{ name: 'elasticsearch', provider: 'elasticsearch' },
  queries: elasticsearchQueries,
  refused: 'service.name:shop AND (',
  start: startElasticsearch,
  open: (url, signals, reading, key = 'secret') =>
    openElasticsearch({ url, index: 'logs-*', time: '@timestamp', apiKey: key }, signals, reading),
  ...{ bucketMs: 10_000, settleMs: 20_000, requests: 1, absent: 'zero' },
};

export const everyProvider: readonly Emulated[] = [loki, datadog, datadogV2, cloudwatch, elasticsearch];

/** As the policy has it, so that the queries of the stand-ins are ones that a policy may hold. */
export function ratioOf({ provider, queries }: Pick<Emulated, 'queries' | 'provider'>): RatioSignal {
  const signal = Signal.parse({ ratio: { from: provider, bad: queries.bad, total: queries.all } });
  if (signal.kind !== 'ratio') throw new TypeError('a ratio is a ratio');
  return signal;
}

export function gaugeOf({ provider, queries }: Emulated): GaugeSignal {
  const signal = Signal.parse({ gauge: queries.latency, from: provider, unit: 'seconds' });
  if (signal.kind !== 'gauge') throw new TypeError('a gauge is a gauge');
  return signal;
}
