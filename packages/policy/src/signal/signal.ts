import { z } from 'zod';
import { strictObject } from '../strict-object.ts';
import { Duration } from '../units.ts';
import { ProviderUrl } from '../url.ts';
import { DatadogGauge, Gauge } from './gauge.ts';
import { keepIssues } from './keep-issues.ts';
import { LogLines, Ratio } from './ratio.ts';

const Probe = strictObject({ probe: ProviderUrl, failures: z.int().min(1).default(3) }).transform(
  ({ probe, failures }) => ({ kind: 'health' as const, provider: 'probe' as const, url: probe, failures }),
);

/** What Argo CD says of the application and of its new pods; `failures` looks in a row have to be bad. */
const ArgocdState = strictObject({
  argocd: strictObject({
    failures: z.int().min(1).default(3),
    /** One of the new pods has to get ready in this time; Kubernetes' own progress deadline. */
    ready_within: Duration.default(10 * 60_000),
  }),
}).transform(({ argocd: { failures, ready_within } }) => ({
  kind: 'health' as const,
  provider: 'argocd' as const,
  failures,
  readyWithinMs: ready_within,
}));

/** Short for Argo CD's state as it is. */
const ArgocdAsItIs = z.literal('argocd').transform(() => ArgocdState.parse({ argocd: {} }));

const kinds = {
  ratio: Ratio,
  gauge: Gauge,
  probe: Probe,
  argocd: ArgocdState,
  datadog: DatadogGauge,
  loki: LogLines,
};

/**
 * The kind is chosen by key, not by trying: a failed union would report `invalid_union` and hide which key is wrong.
 */
export const Signal = z.unknown().transform((input, context) => {
  const schema = kindOf(input);
  if (schema !== null) return keepIssues(schema, input, context);
  context.addIssue({
    code: 'custom',
    message: 'expected "argocd", or an object with the key ratio, gauge or probe',
    input,
  });
  return z.NEVER;
});
export type Signal =
  | z.infer<typeof Ratio>
  | z.infer<typeof Gauge>
  | z.infer<typeof Probe>
  | z.infer<typeof ArgocdState>;
export type RatioSignal = Extract<Signal, { kind: 'ratio' }>;
export type GaugeSignal = Extract<Signal, { kind: 'gauge' }>;
export type HealthSignal = Extract<Signal, { kind: 'health' }>;

function kindOf(input: unknown): z.ZodType<Signal> | null {
  if (typeof input === 'string') return ArgocdAsItIs;
  if (typeof input !== 'object' || input === null) return null;
  const key = (Object.keys(kinds) as (keyof typeof kinds)[]).find((name) => name in input);
  return key === undefined ? null : kinds[key];
}
