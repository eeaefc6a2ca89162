import type { BucketReading } from '../buckets/asker.ts';
import { openBuckets } from '../buckets/source.ts';
import type { MetricSignals } from '../reading.ts';
import type { Source } from '../signals.ts';
import { type LokiAccess, lokiClient } from './client.ts';

export function openLoki(access: LokiAccess, signals: MetricSignals, reading: BucketReading): Source {
  return openBuckets(lokiClient(access, reading), signals, reading);
}
