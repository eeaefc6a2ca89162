import { z } from 'zod';
import { strictObject } from '../strict-object.ts';
import { Duration, Percentage } from '../units.ts';
import type { Conditions } from './conditions.ts';
import { type Counted, HistogramSelector, requestsWithin } from './histogram.ts';
import { keepIssues } from './keep-issues.ts';
import { MetricProvider, wrongCount } from './providers.ts';

/** The smallest worsening that counts: all three have to be exceeded. */
const MinimumEffect = strictObject({
  /** bad events since the sync */
  events: z.int().min(1).default(3),
  /** percentage points above the baseline */
  points: z.number().min(0).max(100).default(0.2),
  /** times the baseline */
  times: z.number().min(1).default(2),
});

const Query = z.string().trim();

const Counters = strictObject({
  from: MetricProvider.default('prometheus'),
  bad: Query,
  total: Query,
  at_least: MinimumEffect.prefault({}),
})
  .superRefine(({ from, bad, total }, context) => {
    for (const [key, query] of Object.entries({ bad, total })) {
      const message = wrongCount(from, query);
      if (message !== null) context.addIssue({ code: 'custom', path: [key], message, input: query });
    }
  })
  .transform(({ from, bad, total, at_least }) => {
    const counted: Counted = { total, part: { events: 'bad', selector: bad } };
    return { provider: from, ...counted, atLeast: at_least };
  });

const Histogram = strictObject({
  histogram: HistogramSelector,
  slower_than: Duration,
  at_least: MinimumEffect.prefault({}),
}).transform(({ histogram, slower_than, at_least }) => ({
  provider: 'prometheus' as const,
  ...requestsWithin(histogram, slower_than),
  atLeast: at_least,
}));

/** What fails is counted, or what is slow; the keys tell which. */
const FailedOrSlow = z.unknown().transform((input, context) => {
  const slow = typeof input === 'object' && input !== null && 'histogram' in input;
  return keepIssues(slow ? Histogram : Counters, input, context);
});

/** Conditions beside the test: they say what a ratio that is worse means, never that it is worse. */
const conditions = {
  fail_above: Percentage.optional(),
  /** What is worse and not above `fail_above` is for a person to decide. */
  review_above: Percentage.optional(),
  for: Duration.default(60_000),
  /** Per cent of requests that have to be good: a fast burn of what is left fails as well. */
  objective: z.number().gt(0).lt(100).optional(),
};

interface Written {
  readonly fail_above?: number | undefined;
  readonly review_above?: number | undefined;
  readonly for: number;
  readonly objective?: number | undefined;
}

function isBand({ fail_above, review_above }: Written): boolean {
  return fail_above === undefined || review_above === undefined || review_above < fail_above;
}

/** Absent where the team wrote none. */
function conditionsOf(written: Written): { readonly conditions?: Conditions } {
  const { fail_above, review_above, for: forMs, objective } = written;
  const share = (basisPoints: number | undefined) =>
    basisPoints === undefined ? null : basisPoints / 10_000;
  const [failAbove, reviewAbove] = [share(fail_above), share(review_above)];
  const promised = objective === undefined ? null : Number((objective / 100).toPrecision(12));
  if (failAbove === null && reviewAbove === null && promised === null) return {};
  return { conditions: { failAbove, reviewAbove, forMs, objective: promised } };
}

export const Ratio = strictObject({ ratio: FailedOrSlow, ...conditions })
  .refine(isBand, { path: ['review_above'], error: 'expected less than fail_above' })
  .transform(({ ratio, ...written }) => ({
    kind: 'ratio' as const,
    ...ratio,
    ...conditionsOf(written),
  }));

/** Log lines: those that match, of all. */
export const LogLines = strictObject({
  loki: Query,
  per: Query,
  at_least: MinimumEffect.prefault({}),
}).transform(({ loki: bad, per: total, at_least }, context) => {
  return keepIssues(Ratio, { ratio: { from: 'loki', bad, total, at_least } }, context);
});
