import { z } from 'zod';
import { type Counted, HistogramSelector, requestsWithin } from './histogram.ts';
import { strictObject } from './strict-object.ts';
import { Duration } from './units.ts';
import { ProviderUrl } from './url.ts';

/** Raw samples are read, so a signal names a counter's series and nothing is computed from them. */
const Selector = z
  .string()
  .trim()
  .regex(
    /^(?:[a-zA-Z_:][a-zA-Z0-9_:]*(?:\{[^{}]*\})?|\{[^{}]+\})$/,
    'expected the selector of a counter such as http_requests_total{app="checkout"}, without functions or ranges',
  );

/** The smallest worsening that counts: all three have to be exceeded. */
const MinimumEffect = strictObject({
  /** bad events since the sync */
  events: z.int().min(1).default(3),
  /** percentage points above the baseline */
  points: z.number().min(0).max(100).default(0.2),
  /** times the baseline */
  times: z.number().min(1).default(2),
});

const Counters = strictObject({
  bad: Selector,
  total: Selector,
  at_least: MinimumEffect.prefault({}),
}).transform(({ bad, total, at_least }) => {
  const counted: Counted = { total, part: { events: 'bad', selector: bad } };
  return { ...counted, atLeast: at_least };
});

const Histogram = strictObject({
  histogram: HistogramSelector,
  slower_than: Duration,
  at_least: MinimumEffect.prefault({}),
}).transform(({ histogram, slower_than, at_least }) => ({
  ...requestsWithin(histogram, slower_than),
  atLeast: at_least,
}));

/** What fails is counted, or what is slow; the keys tell which. */
const FailedOrSlow = z.unknown().transform((input, context) => {
  const slow = typeof input === 'object' && input !== null && 'histogram' in input;
  const parsed = (slow ? Histogram : Counters).safeParse(input);
  if (parsed.success) return parsed.data;
  for (const issue of parsed.error.issues) context.issues.push({ ...issue, input } as never);
  return z.NEVER;
});

const Ratio = strictObject({ ratio: FailedOrSlow }).transform(({ ratio }) => ({
  kind: 'ratio' as const,
  provider: 'prometheus' as const,
  ...ratio,
}));

const Probe = strictObject({ probe: ProviderUrl, failures: z.int().min(1).default(3) }).transform(
  ({ probe, failures }) => ({ kind: 'health' as const, provider: 'probe' as const, url: probe, failures }),
);

/** Argo CD's own health of the application; `failures` looks in a row that are Degraded are a failure. */
const ArgocdHealth = z
  .literal('argocd')
  .transform(() => ({ kind: 'health' as const, provider: 'argocd' as const, failures: 3 }));

const kinds = { ratio: Ratio, probe: Probe };

/**
 * The kind is chosen by key, not by trying: a failed union would report `invalid_union` and hide which key is wrong.
 */
export const Signal = z.unknown().transform((input, context) => {
  const schema = kindOf(input);
  if (schema === null) {
    context.addIssue({
      code: 'custom',
      message: 'expected "argocd", or an object with the key ratio or probe',
      input,
    });
    return z.NEVER;
  }
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  for (const issue of parsed.error.issues) context.issues.push({ ...issue, input } as never);
  return z.NEVER;
});
export type Signal = z.infer<typeof Ratio> | z.infer<typeof Probe> | z.infer<typeof ArgocdHealth>;
export type RatioSignal = Extract<Signal, { kind: 'ratio' }>;
export type HealthSignal = Extract<Signal, { kind: 'health' }>;

function kindOf(input: unknown): z.ZodType<Signal> | null {
  if (typeof input === 'string') return ArgocdHealth;
  if (typeof input !== 'object' || input === null) return null;
  const key = (Object.keys(kinds) as (keyof typeof kinds)[]).find((name) => name in input);
  return key === undefined ? null : kinds[key];
}
