import type { GaugeSignal, RatioSignal } from '@backout/policy';
import { Signal } from '../../../packages/policy/src/signal/signal.ts';
import type { BucketReading } from '../../../packages/signals/src/buckets/asker.ts';
import { openCloudWatch } from '../../../packages/signals/src/cloudwatch/open.ts';
import { openDatadog } from '../../../packages/signals/src/datadog/open.ts';
import { openElasticsearch } from '../../../packages/signals/src/elasticsearch/open.ts';
import { openLoki } from '../../../packages/signals/src/loki/open.ts';
import type { MetricSignals } from '../../../packages/signals/src/reading.ts';
import type { Source } from '../../../packages/signals/src/signals.ts';
import { cloudWatchKeys, cloudWatchQueries, startCloudWatch } from './cloudwatch.ts';
import { datadogQueries, startDatadog } from './datadog.ts';
import { elasticsearchQueries, startElasticsearch } from './elasticsearch.ts';
import { lokiQueries, startLoki } from './loki.ts';
import type { Knowledge, Provider } from './provider.ts';

/** A provider with its stand-in, and what is known about its manners. */
export interface Emulated {
  readonly name: RatioSignal['provider'] & string;
  readonly queries: { readonly all: string; readonly bad: string; readonly latency: string | null };
  readonly start: (knowledge: Knowledge) => Promise<Provider>;
  readonly open: (url: string, signals: MetricSignals, reading: BucketReading, key?: string) => Source;
  /** ms: how long a bucket of counts is where steps of 10 s are wanted, and how long it grows after its end */
  readonly bucketMs: number;
  readonly settleMs: number;
  /** so many requests carry the questions of one ratio */
  readonly requests: number;
}

export const loki: Emulated = {
  name: 'loki',
  queries: lokiQueries,
  start: startLoki,
  open: (url, signals, reading, key = 'secret') => openLoki({ url, token: key }, signals, reading),
  ...{ bucketMs: 10_000, settleMs: 10_000, requests: 2 },
};

export const datadog: Emulated = {
  name: 'datadog',
  queries: datadogQueries,
  start: startDatadog,
  open: (url, signals, reading, key = 'secret') =>
    openDatadog({ url, apiKey: key, appKey: 'secret' }, signals, reading),
  ...{ bucketMs: 20_000, settleMs: 30_000, requests: 1 },
};

export const cloudwatch: Emulated = {
  name: 'cloudwatch',
  queries: cloudWatchQueries,
  start: startCloudWatch,
  open: (url, signals, reading, key = 'secret') => {
    const credentials = { ...cloudWatchKeys, secretAccessKey: key };
    return openCloudWatch({ region: 'eu-central-1', url, credentials }, signals, reading);
  },
  ...{ bucketMs: 60_000, settleMs: 120_000, requests: 1 },
};

export const elasticsearch: Emulated = {
  name: 'elasticsearch',
  queries: elasticsearchQueries,
  start: startElasticsearch,
  open: (url, signals, reading, key = 'secret') =>
    openElasticsearch({ url, index: 'logs-*', time: '@timestamp', apiKey: key }, signals, reading),
  ...{ bucketMs: 10_000, settleMs: 20_000, requests: 1 },
};

export const everyProvider: readonly Emulated[] = [loki, datadog, cloudwatch, elasticsearch];

/** As the policy has it, so that the queries of the stand-ins are ones that a policy may hold. */
export function ratioOf({
  name,
  queries,
}: Pick<Emulated, 'queries'> & { readonly name: string }): RatioSignal {
  const signal = Signal.parse({ ratio: { from: name, bad: queries.bad, total: queries.all } });
  if (signal.kind !== 'ratio') throw new TypeError('a ratio is a ratio');
  return signal;
}

export function gaugeOf({ name, queries }: Emulated): GaugeSignal {
  const signal = Signal.parse({ gauge: queries.latency, from: name, unit: 'seconds' });
  if (signal.kind !== 'gauge') throw new TypeError('a gauge is a gauge');
  return signal;
}
