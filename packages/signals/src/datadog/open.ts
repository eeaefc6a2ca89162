import type { BucketReading } from '../buckets/asker.ts';
import { openBuckets } from '../buckets/source.ts';
import type { MetricSignals } from '../reading.ts';
import type { Source } from '../signals.ts';
import { type DatadogAccess, datadogClient } from './client.ts';

/** Brings the vendor's client with it, which is large: loaded only where the policy names Datadog. */
export function openDatadog(access: DatadogAccess, signals: MetricSignals, reading: BucketReading): Source {
  return openBuckets(datadogClient(access, reading), signals, reading);
}
