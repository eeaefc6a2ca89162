import { z } from 'zod';
import { says } from '../mistakes/says.ts';

/** Where numbers come from. A signal names its provider with `from`; Prometheus is meant where it does not. */
const metricProviders = ['prometheus', 'datadog', 'cloudwatch', 'loki', 'elasticsearch'] as const;

export const MetricProvider = z.enum(metricProviders);
export type MetricProvider = z.infer<typeof MetricProvider>;

/** What a query has to look like, so that a mistake is found in the file and not in production. */
interface Form {
  readonly pattern: RegExp;
  /** What it says otherwise. */
  readonly otherwise: string;
}

function such(expected: string): string {
  return says('query', { expected });
}

/** Raw samples are read from Prometheus, so a signal names a counter's series and nothing is computed from them. */
const counters: Form = {
  pattern: /^(?:[a-zA-Z_:][a-zA-Z0-9_:]*(?:\{[^{}]*\})?|\{[^{}]+\})$/,
  otherwise: says('selector'),
};

const metricOfCloudwatch = '[^:{}]+:[^:{}]+(?:\\{[^{}=,]+=[^{},]+(?:,[^{}=,]+=[^{},]+)*\\})?';

/** Queries of which every bucket is a number of events. */
const counts: Readonly<Record<MetricProvider, Form>> = {
  prometheus: counters,
  datadog: {
    pattern: /^sum:[^{}]+\{[^{}]*\}(?:\s*by\s*\{[^{}]+\})?\.as_count\(\)$/,
    otherwise: such('a query of counts such as sum:trace.http.request.errors{service:checkout}.as_count()'),
  },
  cloudwatch: {
    pattern: new RegExp(`^(?:Sum|SampleCount):${metricOfCloudwatch}$`),
    otherwise: such(
      'a sum such as Sum:AWS/ApplicationELB:HTTPCode_Target_5XX_Count{LoadBalancer=app/shop/50dc6c495c0c9188}',
    ),
  },
  loki: {
    pattern: /^\{[^{}]+\}[^[\]]*$/,
    otherwise: such(
      'the selector of log lines such as {app="checkout"} |= "ERROR", without functions or ranges',
    ),
  },
  elasticsearch: {
    pattern: /^\S.*$/,
    otherwise: such('a query string such as service.name:checkout AND log.level:error'),
  },
};

/** Queries of which every point is a value; Elasticsearch counts documents and nothing else. */
const values: Readonly<Record<Exclude<MetricProvider, 'elasticsearch'>, Form>> = {
  prometheus: { pattern: /^\S/, otherwise: such('a query of Prometheus that gives one series') },
  datadog: {
    pattern: /^(?:avg|sum|min|max|p\d{2}):[^{}]+\{[^{}]*\}.*$/,
    otherwise: such('a query such as avg:queue.depth{service:checkout}'),
  },
  cloudwatch: {
    pattern: new RegExp(
      `^(?:Average|Sum|Minimum|Maximum|SampleCount|p\\d{1,2}(?:\\.\\d+)?):${metricOfCloudwatch}$`,
    ),
    otherwise: such(
      'a statistic such as p90:AWS/ApplicationELB:TargetResponseTime{LoadBalancer=app/shop/50dc6c495c0c9188}',
    ),
  },
  loki: { pattern: /^\S/, otherwise: such('a query of Loki that gives one series') },
};

export const GaugeProvider = z.enum(['prometheus', 'datadog', 'cloudwatch', 'loki']);
export type GaugeProvider = z.infer<typeof GaugeProvider>;

/** @returns what is wrong with a query of counts, null where nothing is */
export function wrongCount(provider: MetricProvider, query: string): string | null {
  return wrong(counts[provider], query);
}

/** @returns what is wrong with a query of values, null where nothing is */
export function wrongGauge(provider: GaugeProvider, query: string): string | null {
  return wrong(values[provider], query);
}

function wrong({ pattern, otherwise }: Form, query: string): string | null {
  return pattern.test(query) ? null : otherwise;
}
