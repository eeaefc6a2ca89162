import type { MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import type { Question } from '../buckets/client.ts';

/** `Sum:AWS/ApplicationELB:RequestCount{LoadBalancer=app/shop/50dc6c495c0c9188}` */
const form = /^([^:]+):([^:{}]+):([^:{}]+)(?:\{(.*)\})?$/;

export function metricQuery({ query, bucketMs }: Question, index: number): MetricDataQuery {
  const [, stat = '', namespace = '', name = '', dimensions = ''] = form.exec(query) ?? [];
  return {
    Id: idOf(index),
    MetricStat: {
      Metric: { Namespace: namespace.trim(), MetricName: name.trim(), Dimensions: dimensionsOf(dimensions) },
      Period: bucketMs / 1000,
      Stat: stat,
    },
    ReturnData: true,
  };
}

export function idOf(index: number): string {
  return `q${index}`;
}

function dimensionsOf(written: string): { Name: string; Value: string }[] {
  if (written === '') return [];
  return written.split(',').map((dimension) => {
    const at = dimension.indexOf('=');
    return { Name: dimension.slice(0, at).trim(), Value: dimension.slice(at + 1).trim() };
  });
}
