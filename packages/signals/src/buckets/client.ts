import { sha256 } from '@backout/incident';
import type { Trouble } from '../http/back-off.ts';
import type { Window } from '../signals.ts';

export interface Question {
  readonly query: string;
  /** Events in each bucket, or a value for each. */
  readonly kind: 'counts' | 'values';
  readonly bucketMs: number;
}

export interface Bucket {
  /** ms: when it was closed */
  readonly end: number;
  readonly value: number;
}

/** What came of a question: its series, or our own words for why there are none. */
export type Answered =
  | {
      readonly ok: true;
      /** of the answer; providers make buckets longer where there would be too many */
      readonly bucketMs: number;
      readonly series: readonly (readonly Bucket[])[];
    }
  | Unanswered;

interface Unanswered {
  readonly ok: false;
  readonly detail: string;
  /** The provider read the question and does not want it, or one that was asked with it. */
  readonly refused?: boolean;
  /** The same question would be answered so later. */
  readonly lasting?: boolean;
}

export interface Answers {
  /** In the order of the questions. */
  readonly answered: readonly Answered[];
  /** sha256 of what was read */
  readonly digest: string;
  /** the provider's clock minus ours; null where nothing answered */
  readonly skewMs: number | null;
  /** The provider had too much to do, or broke. */
  readonly trouble: Trouble | null;
}

/** A provider that keeps numbers in buckets of time. It never throws for what the outside does, and asks only once. */
export interface BucketClient {
  /** ms after its end: so long a bucket still grows */
  readonly settleMs: number;
  /** What a bucket of counts means that is not in an answer: that nothing happened in it, or that nobody told. */
  readonly absent: 'zero' | 'unknown';
  /** Buckets of one series that an answer can hold. */
  readonly mostBuckets: number;
  /** The length of the buckets where steps of counts should be about this long. */
  countBucketMs(stepMs: number): number;
  /** The distance of a gauge's points where the policy asks for this one. */
  valueBucketMs(stepMs: number): number;
  /** All questions in as few requests as the provider allows. What is not closed yet may be among the answers. */
  ask(questions: readonly Question[], window: Window): Promise<Answers>;
}

interface Failure {
  readonly detail: string;
  readonly trouble?: Trouble | null;
  readonly refused?: boolean;
  readonly lasting?: boolean;
}

export function nothingAnswered(
  questions: readonly Question[],
  { detail, trouble = null, refused = false, lasting = false }: Failure,
): Answers {
  return {
    answered: questions.map(() => ({ ok: false, detail, refused, lasting })),
    digest: '',
    skewMs: null,
    trouble,
  };
}

/** The answers to several requests of one look, in the order of their questions. */
export function together(all: readonly Answers[]): Answers {
  const troubles = all.flatMap(({ trouble }) => (trouble === null ? [] : [trouble]));
  const longest = Math.max(...troubles.map(({ waitMs }) => waitMs ?? 0));
  return {
    answered: all.flatMap(({ answered }) => answered),
    digest: sha256(all.map(({ digest }) => digest).join('')),
    skewMs: all.find(({ skewMs }) => skewMs !== null)?.skewMs ?? null,
    trouble: troubles.length === 0 ? null : { waitMs: longest > 0 ? longest : null },
  };
}

/** The provider's buckets begin at whole multiples of their length since the epoch. */
export function floorTo(bucketMs: number, at: number): number {
  return Math.floor(at / bucketMs) * bucketMs;
}

export function ceilTo(bucketMs: number, at: number): number {
  return Math.ceil(at / bucketMs) * bucketMs;
}
