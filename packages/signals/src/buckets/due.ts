import { floorTo } from './client.ts';

/** How far a signal was read. */
export interface Cursor {
  readonly bucketMs: number;
  /** ms: the end of the newest bucket that was read, or given up */
  readonly readUntil: number;
}

/** Buckets that stay away for so long are missing. */
const missed = 3;

/** The end of the newest bucket that has been closed for long enough to be whole. */
function newestDue({ bucketMs }: Cursor, now: number, settleMs: number): number {
  return floorTo(bucketMs, now - settleMs);
}

export function isDue(cursor: Cursor, now: number, settleMs: number): boolean {
  return newestDue(cursor, now, settleMs) > cursor.readUntil;
}

export function isMissing(cursor: Cursor, now: number, settleMs: number): boolean {
  return newestDue(cursor, now, settleMs) - cursor.readUntil >= missed * cursor.bucketMs;
}

interface Moment {
  readonly now: number;
  readonly settleMs: number;
}

/** ms, of closed buckets: how long there was nothing behind the newest that was read. */
export function staleMs(cursor: Cursor, { now, settleMs }: Moment): number {
  return newestDue(cursor, now, settleMs) - cursor.readUntil;
}

/** What collects before it sends does so for a minute where it is slow (Fluentd's `flush_interval`); twice that is late. */
const lateMs = 120_000;

/**
 * Where a bucket that is not there is an empty one, the end of the newest of which that is known: those before one that
 * is there, and those that are closed for longer than what is late.
 */
export function emptyUntil(present: readonly number[], cursor: Cursor, { now, settleMs }: Moment): number {
  const due = newestDue(cursor, now, settleMs);
  const newest = Math.max(cursor.readUntil, ...present.filter((end) => end <= due));
  return Math.max(newest, floorTo(cursor.bucketMs, due - lateMs));
}

/**
 * The buckets that can be read now, each once. One that is missing is late, and is waited for until its successor can
 * be read: then it is given up, and left out should it still come. Behind the newest nothing is given up: the provider,
 * and not a bucket, is late.
 */
export function take(
  present: readonly number[],
  cursor: Cursor,
  { now, settleMs }: Moment,
): { readonly ends: ReadonlySet<number>; readonly readUntil: number } {
  const due = newestDue(cursor, now, settleMs);
  const ends = new Set(present.filter((end) => end > cursor.readUntil && end <= due));
  return { ends, readUntil: Math.max(cursor.readUntil, ...ends) };
}
