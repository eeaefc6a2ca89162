import type { BucketReading } from '../buckets/asker.ts';
import { openBuckets } from '../buckets/source.ts';
import type { MetricSignals } from '../reading.ts';
import type { Source } from '../signals.ts';
import { type ElasticsearchAccess, elasticsearchClient } from './client.ts';

export function openElasticsearch(
  access: ElasticsearchAccess,
  signals: MetricSignals,
  reading: BucketReading,
): Source {
  return openBuckets(elasticsearchClient(access, reading), signals, reading);
}
