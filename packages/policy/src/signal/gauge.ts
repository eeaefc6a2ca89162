import { z } from 'zod';
import { says } from '../mistakes/says.ts';
import { strictObject } from '../strict-object.ts';
import { Duration, Percentage } from '../units.ts';
import { Decides, type GaugeThreshold, wrongDecide } from './conditions.ts';
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
  /** In the gauge's own unit: a value beyond it for so long is a witness. */
  fail_above: z.number().optional(),
  fail_below: z.number().optional(),
  for: Duration.prefault('1m'),
  decide: Decides.optional(),
};

interface Written {
  readonly query: string;
  readonly from: GaugeProvider;
  readonly worse: 'higher' | 'lower' | 'either';
  readonly unit: keyof typeof units;
  readonly least_change?: number | undefined;
  readonly step: number;
  readonly fail_above?: number | undefined;
  readonly fail_below?: number | undefined;
  readonly for: number;
  readonly decide?: Decides | undefined;
}

/** What a team does not want to be passed, in the unit of the points; absent where it wrote nothing. */
function thresholdOf(written: Written): { readonly threshold?: GaugeThreshold } {
  const { fail_above, fail_below, for: forMs, unit, decide } = written;
  if (fail_above === undefined && fail_below === undefined) return {};
  const scaled = (value: number | undefined) =>
    value === undefined ? null : Number((value * units[unit].factor).toPrecision(12));
  const decides = decide === 'threshold' ? 'threshold' : 'either';
  return { threshold: { above: scaled(fail_above), below: scaled(fail_below), forMs, decide: decides } };
}

type Keyed = Pick<Written, 'fail_above' | 'fail_below' | 'decide'>;

function checkDecide({ fail_above, fail_below, decide }: Keyed, context: z.core.$RefinementCtx): void {
  const message = wrongDecide(decide, [fail_above, fail_below]);
  if (message !== null) context.addIssue({ code: 'custom', path: ['decide'], message, input: decide });
}

function gauge(written: Written) {
  const { query, from, worse, unit, least_change, step } = written;
  const leastChange = least_change === undefined ? null : least_change / 10_000;
  return {
    ...{ kind: 'gauge' as const, provider: from, query, worse, leastChange, stepMs: step },
    ...units[unit],
    ...thresholdOf(written),
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
  .superRefine(checkDecide)
  .transform(({ gauge: query, ...rest }) => gauge({ query, ...rest }));

/** Short for a gauge from Datadog. */
export const DatadogGauge = strictObject({ datadog: z.string().trim(), ...settings })
  .superRefine(({ datadog: query }, context) => {
    const message = wrongGauge('datadog', query);
    if (message !== null) context.addIssue({ code: 'custom', path: ['datadog'], message, input: query });
  })
  .superRefine(checkDecide)
  .transform(({ datadog: query, ...rest }) => gauge({ query, from: 'datadog', ...rest }));
