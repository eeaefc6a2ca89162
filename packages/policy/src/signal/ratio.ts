import { z } from 'zod';
import { chosen } from '../chosen.ts';
import { says } from '../mistakes/says.ts';
import { strictObject } from '../strict-object.ts';
import { Duration, Percentage, someTime } from '../units.ts';
import { type Conditions, Decides, wrongDecide } from './conditions.ts';
import { type Counted, HistogramSelector, requestsWithin } from './histogram.ts';
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

/** White space means nothing between the tokens of a query. */
function plain(query: string): string {
  return query.replace(/\s/g, '');
}

type Keyed = readonly [key: string, query: string];

/** @param queries what is counted as bad, and of what: each with its key */
function raiseWrong(
  context: z.core.$RefinementCtx,
  from: MetricProvider,
  ...queries: readonly [Keyed, Keyed]
): void {
  const [[bad, selector], [, total]] = queries;
  const raise = (key: string, message: string | null) => {
    if (message !== null) context.addIssue({ code: 'custom', path: [key], message, input: key });
  };
  const wrong = queries.map(([key, query]) => [key, wrongCount(from, query)] as const);
  for (const [key, message] of wrong) raise(key, message);
  const isSame = plain(selector) === plain(total);
  if (isSame && wrong.every(([, message]) => message === null)) raise(bad, says('bad-is-total'));
}

const Counters = strictObject({
  from: MetricProvider.default('prometheus'),
  bad: Query,
  total: Query,
  at_least: MinimumEffect.prefault({}),
})
  .superRefine(({ from, bad, total }, context) => raiseWrong(context, from, ['bad', bad], ['total', total]))
  .transform(({ from, bad, total, at_least }) => {
    const counted: Counted = { total, part: { events: 'bad', selector: bad } };
    return { provider: from, ...counted, atLeast: at_least };
  });

const Histogram = strictObject({
  histogram: HistogramSelector,
  slower_than: someTime('500ms'),
  at_least: MinimumEffect.prefault({}),
}).transform(({ histogram, slower_than, at_least }) => ({
  provider: 'prometheus' as const,
  ...requestsWithin(histogram, slower_than),
  atLeast: at_least,
}));

type Counts = z.infer<typeof Counters> | z.infer<typeof Histogram>;

/** What fails is counted, or what is slow; the keys tell which. */
const FailedOrSlow = chosen<Counts>([Counters, Histogram], (written) =>
  typeof written === 'object' && written !== null && 'histogram' in written ? Histogram : Counters,
);

/** Conditions beside the test: they say what a ratio that is worse means, never that it is worse. */
const conditions = {
  fail_above: Percentage.optional(),
  /** What is worse and not above `fail_above` is for a person to decide. */
  review_above: Percentage.optional(),
  for: Duration.prefault('1m'),
  decide: Decides.optional(),
  /** Per cent of requests that have to be good: a fast burn of what is left fails as well. */
  objective: z
    .number({ error: says('objective') })
    .gt(1, says('objective'))
    .lt(100, says('objective'))
    .optional(),
  /** Its series count, whatever their names look like. */
  counter: z.boolean().optional(),
};

interface Written {
  readonly fail_above?: number | undefined;
  readonly review_above?: number | undefined;
  readonly for: number;
  readonly objective?: number | undefined;
  readonly decide?: Decides | undefined;
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
  const decide = written.decide === 'threshold' ? 'threshold' : 'either';
  return { conditions: { failAbove, reviewAbove, forMs, objective: promised, decide } };
}

export const Ratio = strictObject({ ratio: FailedOrSlow, ...conditions })
  .refine(isBand, { path: ['review_above'], error: says('review-above-fail') })
  .superRefine((written, context) => {
    const { fail_above, review_above, objective, decide } = written;
    const message = wrongDecide(decide, [fail_above, review_above, objective]);
    if (message !== null) context.addIssue({ code: 'custom', path: ['decide'], message, input: decide });
  })
  .transform(({ ratio, counter: _, ...written }) => ({
    kind: 'ratio' as const,
    ...ratio,
    ...conditionsOf(written),
  }));

/** Log lines: those that match, of all. */
export const LogLines = strictObject({
  loki: Query,
  per: Query,
  at_least: MinimumEffect.prefault({}),
})
  .superRefine(({ loki, per }, context) => raiseWrong(context, 'loki', ['loki', loki], ['per', per]))
  .transform(({ loki: selector, per: total, at_least }) => ({
    ...{ kind: 'ratio' as const, provider: 'loki' as const },
    ...{ total, part: { events: 'bad' as const, selector }, atLeast: at_least },
  }));
