import { z } from 'zod';
import { says } from '../mistakes/says.ts';
import { strictObject } from '../strict-object.ts';
import { Duration, Percentage } from '../units.ts';
import { GaugeProvider, wrongGauge } from './providers.ts';

/** What the numbers are: in what they are compared, and by how much they are multiplied first. */
const units = {
  seconds: { scale: 'latency-seconds', factor: 1 },
  milliseconds: { scale: 'latency-seconds', factor: 0.001 },
  ratio: { scale: 'share', factor: 1 },
  percent: { scale: 'share', factor: 0.01 },
  value: { scale: 'value', factor: 1 },
} as const;

const Unit = z.enum(Object.keys(units) as (keyof typeof units)[]);

const settings = {
  worse: z.enum(['higher', 'lower', 'either']).default('higher'),
  unit: Unit.default('value'),
  /** The smallest change that counts, of the level before. */
  least_change: Percentage.optional(),
  /** Between two points; the test was measured on points of a minute. */
  step: Duration.refine((step) => step >= 10_000, says('step')).prefault('1m'),
};

interface Written {
  readonly query: string;
  readonly from: GaugeProvider;
  readonly worse: 'higher' | 'lower' | 'either';
  readonly unit: keyof typeof units;
  readonly least_change?: number | undefined;
  readonly step: number;
}

function gauge({ query, from, worse, unit, least_change, step }: Written) {
  const leastChange = least_change === undefined ? null : least_change / 10_000;
  return {
    ...{ kind: 'gauge' as const, provider: from, query, worse, leastChange, stepMs: step },
    ...units[unit],
  };
}

export const Gauge = strictObject({
  gauge: z.string().trim(),
  from: GaugeProvider.default('prometheus'),
  ...settings,
})
  .superRefine(({ gauge: query, from }, context) => {
    const message = wrongGauge(from, query);
    if (message !== null) context.addIssue({ code: 'custom', path: ['gauge'], message, input: query });
  })
  .transform(({ gauge: query, ...rest }) => gauge({ query, ...rest }));

/** Short for a gauge from Datadog. */
export const DatadogGauge = strictObject({ datadog: z.string().trim(), ...settings })
  .superRefine(({ datadog: query }, context) => {
    const message = wrongGauge('datadog', query);
    if (message !== null) context.addIssue({ code: 'custom', path: ['datadog'], message, input: query });
  })
  .transform(({ datadog: query, ...rest }) => gauge({ query, from: 'datadog', ...rest }));
