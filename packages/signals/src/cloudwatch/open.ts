import type { BucketReading } from '../buckets/asker.ts';
import { openBuckets } from '../buckets/source.ts';
import type { MetricSignals } from '../reading.ts';
import type { Source } from '../signals.ts';
import { type CloudWatchAccess, cloudWatchClient } from './client.ts';

/** Brings the vendor's client with it, which is large: loaded only where the policy names CloudWatch. */
export function openCloudWatch(
  access: CloudWatchAccess,
  signals: MetricSignals,
  reading: BucketReading,
): Source {
  return openBuckets(cloudWatchClient(access, reading), signals, reading);
}
