import { describe, expect, test } from 'vitest';
import { type GaugeProvider, type MetricProvider, wrongCount, wrongGauge } from './providers.ts';

describe('a query of counts', () => {
  test.each<[MetricProvider, string]>([
    ['prometheus', 'http_requests_total'],
    ['prometheus', '{__name__="http_requests_total"}'],
    ['datadog', 'sum:requests.errors{service:checkout}.as_count()'],
    ['datadog', 'sum:requests.errors{*} by {pod}.as_count()'],
    ['datadog', 'sum:requests.errors{*}by{pod,zone}.as_count()'],
    ['datadog', 'sum:requests.errors{*}  by  {pod}.as_count()'],
    ['cloudwatch', 'Sum:AWS/ELB:Errors'],
    ['cloudwatch', 'SampleCount:AWS/ELB:Errors{A=b,C=d}'],
    ['loki', '{app="checkout"}'],
    ['loki', '{app="checkout"} |= "ERROR"'],
    ['elasticsearch', 'service.name:checkout AND log.level:error'],
  ])('of %s may be %s', (provider, query) => {
    expect(wrongCount(provider, query)).toBeNull();
  });

  test.each<[MetricProvider, string]>([
    ['prometheus', 'rate(http_requests_total[1m])'],
    ['prometheus', '-http_requests_total'],
    ['datadog', 'avg:requests.errors{*}.as_count()'],
    ['datadog', 'per_minute(sum:requests.errors{*}.as_count()'],
    ['datadog', 'sum:requests.errors{*}.as_count().rollup(sum, 60)'],
    ['datadog', 'sum:requests.errors{*} by {}.as_count()'],
    ['datadog', 'sum:requests.errors{*} by {{pod}}.as_count()'],
    ['cloudwatch', 'Average:AWS/ELB:Errors'],
    ['loki', 'count_over_time({app="checkout"}'],
    ['loki', '{app="checkout"}[1m]'],
    ['elasticsearch', ' log.level:error'],
    ['elasticsearch', 'log.level:error\nlog.level:warn'],
  ])('of %s may not be %j', (provider, query) => {
    expect(wrongCount(provider, query)).toMatch(/^\{/);
  });
});

describe('a query of values', () => {
  test.each<[GaugeProvider, string]>([
    ['prometheus', 'histogram_quantile(0.99, x)'],
    ['datadog', 'avg:queue.depth{service:checkout}'],
    ['datadog', 'p95:request.duration{*}.rollup(avg, 60)'],
    ['cloudwatch', 'p99.9:AWS/ELB:TargetResponseTime{A=b}'],
    ['loki', 'sum(rate({app="checkout"}[1m]))'],
  ])('of %s may be %s', (provider, query) => {
    expect(wrongGauge(provider, query)).toBeNull();
  });

  test.each<[GaugeProvider, string]>([
    ['prometheus', ' up'],
    ['datadog', 'default_zero(avg:queue.depth{*}'],
    ['datadog', 'p9:request.duration{*}'],
    ['datadog', 'pxx:request.duration{*}'],
    ['datadog', 'avg:queue.depth{*}\navg:queue.depth{*}'],
    ['cloudwatch', 'p999:AWS/ELB:TargetResponseTime'],
    ['loki', ' {app="checkout"}'],
  ])('of %s may not be %j', (provider, query) => {
    expect(wrongGauge(provider, query)).toMatch(/^\{/);
  });
});

test.each<[string | null, string]>([
  [wrongCount('elasticsearch', ''), 'service.name:checkout AND log.level:error'],
  [wrongCount('datadog', ''), 'sum:trace.http.request.errors{service:checkout}.as_count()'],
  [wrongGauge('datadog', ''), 'avg:queue.depth{service:checkout}'],
])('what it says names one that would do: %s', (said, example) => {
  expect(said).toContain(example);
});
