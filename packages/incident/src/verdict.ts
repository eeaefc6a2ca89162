import { z } from 'zod';
import { Decimal } from './decimal.ts';
import { Instant, Interval } from './instant.ts';
import { codesOf, undecidedReasons, watchStops } from './reasons/index.ts';
import { Sha } from './sha.ts';

const count = z.int().min(0);
const basisPoints = z.int();

/** One look: how many requests were bad, of how many, in the seconds before `at`. */
const CountPoint = z.strictObject({ at: Instant, bad: count, total: count });
export type CountPoint = z.infer<typeof CountPoint>;

export const UndecidedReason = z.enum(codesOf(undecidedReasons));
export type UndecidedReason = z.infer<typeof UndecidedReason>;

/** How late the provider's numbers are while all is well, by its nature or as it was learned; absent: they are not. */
const lagMs = z.int().min(1).optional();

/** What a `ratio` signal showed. `effectBp.interval` is the absolute effect's, in basis points of the ratio. */
export const RatioFinding = z.strictObject({
  signal: z.string(),
  kind: z.literal('ratio'),
  outcome: z.enum(['healthy', 'regression', 'ambiguous']),
  reason: UndecidedReason.nullable(),
  baseline: z.strictObject({
    bad: count,
    total: count,
    seconds: count,
    overdispersionBp: basisPoints,
    /** How many times its base the ratio rose at this hour of last week, which was allowed for. */
    seasonalFactorBp: basisPoints.min(10_000).default(10_000),
    /** Of incidents that were over before the sync: left out of what is compared with. */
    cutSeconds: count.default(0),
  }),
  /** Of the new pods alone, where old ones served beside them. */
  observed: z.strictObject({ bad: count, total: count }),
  /** What those served meanwhile; null where new and old pods are not told apart. */
  control: z.strictObject({ bad: count, total: count }).nullable().default(null),
  effectBp: z.strictObject({
    /** observed / baseline ratio; null when the baseline had no bad event */
    ratio: basisPoints.nullable(),
    absolute: basisPoints,
    interval: z.tuple([basisPoints, basisPoints]),
  }),
  onset: Interval.nullable(),
  lagMs,
  /** In which band of the policy's conditions it lies: `marginal` is for a person to decide. */
  band: z.enum(['act', 'marginal']).default('act'),
  /** 1 - 1/e-value, floored: how far the evidence has come, 0 .. 9999. */
  evidenceBp: basisPoints,
  /** The same test at past moments of the baseline: how often it would have fired with nothing deployed. */
  calibration: z.strictObject({ moments: count, alarms: count }),
  /** At most 60, for the chart; baseline points included. */
  points: z.array(CountPoint).max(60),
  series: z.string(),
});
export type RatioFinding = z.infer<typeof RatioFinding>;

const ValuePoint = z.strictObject({ at: Instant, value: Decimal });

/** What a `gauge` showed. Alone it proves nothing: a shift of it needs another kind of witness. */
export const GaugeFinding = z.strictObject({
  signal: z.string(),
  kind: z.literal('gauge'),
  outcome: z.enum(['healthy', 'regression', 'ambiguous']),
  reason: UndecidedReason.nullable(),
  unit: z.enum(['seconds', 'ratio', 'value']),
  /** The level before the sync, and of how many points it was learned. */
  baseline: z.strictObject({ level: Decimal, points: count }),
  /** Between these the signal counts as unchanged; null: no value in this direction is worse. */
  normal: z.strictObject({ low: Decimal.nullable(), high: Decimal.nullable() }),
  /** The newest value, and how many were judged. */
  observed: z.strictObject({ value: Decimal.nullable(), points: count }),
  onset: Interval.nullable(),
  lagMs,
  /** At most 60, for the chart; baseline points included. */
  points: z.array(ValuePoint).max(60),
  series: z.string(),
});
export type GaugeFinding = z.infer<typeof GaugeFinding>;

export const HealthFinding = z.strictObject({
  signal: z.string(),
  kind: z.literal('health'),
  outcome: z.enum(['healthy', 'regression', 'ambiguous']),
  reason: UndecidedReason.nullable(),
  observed: z.strictObject({ failures: count, probes: count, consecutive: count }),
  /** What is new failed while what it replaced passed the same check: it proves a regression alone. */
  controlled: z.boolean().default(false),
  onset: Interval.nullable(),
  series: z.string(),
});
export type HealthFinding = z.infer<typeof HealthFinding>;

/** A signal that could not be judged at all. `detail` is ours: a status code or a time-out, never a provider's words. */
const UnreadFinding = z.strictObject({
  signal: z.string(),
  kind: z.literal('unread'),
  outcome: z.enum(['no-data', 'provider-error']),
  reason: UndecidedReason.nullable(),
  detail: z.string(),
});
export type UnreadFinding = z.infer<typeof UnreadFinding>;

export const Finding = z.discriminatedUnion('kind', [
  RatioFinding,
  GaugeFinding,
  HealthFinding,
  UnreadFinding,
]);
export type Finding = z.infer<typeof Finding>;

const watched = {
  decidedAt: Instant,
  stopped: z.enum(codesOf(watchStops)),
  looks: count,
  clockSkewMs: z.int(),
  alphaSpentPerMillion: count,
  findings: z.array(Finding),
};

export const Verdict = z.discriminatedUnion('outcome', [
  z.strictObject({ outcome: z.literal('healthy'), ...watched }),
  z.strictObject({ outcome: z.literal('regression'), onset: Interval, ...watched }),
  z.strictObject({
    outcome: z.literal('ambiguous'),
    reason: UndecidedReason,
    onset: Interval.nullable(),
    /** The application that regressed instead, by its name in the policy. */
    neighbour: z.string().nullable().default(null),
    ...watched,
  }),
  z.strictObject({ outcome: z.literal('no-data'), reason: UndecidedReason, ...watched }),
  z.strictObject({ outcome: z.literal('provider-error'), reason: UndecidedReason, ...watched }),
  z.strictObject({ outcome: z.literal('superseded'), by: Sha, ...watched }),
  z.strictObject({ outcome: z.literal('own-revert'), ...watched }),
  z.strictObject({ outcome: z.literal('nothing-changed'), ...watched }),
]);
export type Verdict = z.infer<typeof Verdict>;
export type WatchOutcome = Verdict['outcome'];
