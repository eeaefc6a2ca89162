import { z } from 'zod';
import { chosen } from '../chosen.ts';
import { says } from '../mistakes/says.ts';
import { strictObject } from '../strict-object.ts';
import { someTime } from '../units.ts';
import { ProviderUrl } from '../url.ts';
import { DatadogGauge, Gauge } from './gauge.ts';
import { LogLines, Ratio } from './ratio.ts';

const Probe = strictObject({ probe: ProviderUrl, failures: z.int().min(1).default(3) }).transform(
  ({ probe, failures }) => ({ kind: 'health' as const, provider: 'probe' as const, url: probe, failures }),
);

/** What Argo CD says of the application and of its new pods; `failures` looks in a row have to be bad. */
const ArgocdState = strictObject({
  argocd: strictObject({
    failures: z.int().min(1).default(3),
    /** One of the new pods has to get ready in this time; Kubernetes' own progress deadline. */
    ready_within: someTime('10m').prefault('10m'),
  }),
}).transform(({ argocd: { failures, ready_within } }) => ({
  kind: 'health' as const,
  provider: 'argocd' as const,
  failures,
  readyWithinMs: ready_within,
}));

/** Short for Argo CD's state as it is. */
const ArgocdAsItIs = z
  .literal('argocd', { error: says('signal') })
  .transform(() => ArgocdState.parse({ argocd: {} }));

const kinds = {
  ratio: Ratio,
  gauge: Gauge,
  probe: Probe,
  argocd: ArgocdState,
  datadog: DatadogGauge,
  loki: LogLines,
};

/** The kind is chosen by key. */
export const Signal = chosen<Signal>([ArgocdAsItIs, ...Object.values(kinds)], kindOf, says('signal'));
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
  const [key, another] = (Object.keys(kinds) as (keyof typeof kinds)[]).filter((name) => name in input);
  if (key === undefined) return null;
  return another === undefined ? kinds[key] : severalKinds([key, another]);
}

function severalKinds(found: readonly string[]): z.ZodType<Signal> {
  return z.unknown().transform((input, context): Signal => {
    context.addIssue({ code: 'custom', message: says('several-kinds', { kinds: found }), input });
    return z.NEVER;
  });
}
