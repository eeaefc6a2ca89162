import { z } from 'zod';
import { strictObject } from '../strict-object.ts';
import { Duration } from '../units.ts';
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

export const Ratio = strictObject({ ratio: FailedOrSlow }).transform(({ ratio }) => ({
  kind: 'ratio' as const,
  ...ratio,
}));

/** Log lines: those that match, of all. */
export const LogLines = strictObject({
  loki: Query,
  per: Query,
  at_least: MinimumEffect.prefault({}),
}).transform((lines, context) => {
  const { loki: bad, per: total, at_least } = lines;
  return keepIssues(Ratio, { ratio: { from: 'loki', bad, total, at_least } }, context);
});
