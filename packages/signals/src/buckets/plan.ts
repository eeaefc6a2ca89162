import type { GaugeSignal, RatioSignal } from '@backout/policy';
import { seasonalWindow } from '../seasonal-window.ts';
import type { Named, Window } from '../signals.ts';
import { type BucketClient, ceilTo, type Question } from './client.ts';
import type { Cursor } from './due.ts';
import type { TrafficProfile } from './staleness.ts';

/** A signal in the course of a watch. */
export interface State extends Cursor {
  readonly name: string;
  readonly signal: RatioSignal | GaugeSignal;
  readonly bucketMs: number;
  readUntil: number;
  /** How old the newest bucket was when it was new to us, at least; null before one was. */
  lagMs: number | null;
  /** There was data at some time. */
  existed: boolean;
  /** Of a ratio whose past was read. */
  profile: TrafficProfile | null;
}

/** @param since ms: a bucket that began before is not the deployment's */
export function openState(
  { name, signal }: Named<RatioSignal | GaugeSignal>,
  client: BucketClient,
  { stepMs, since }: { readonly stepMs: number; readonly since: number },
): State {
  const bucketMs =
    signal.kind === 'ratio' ? client.countBucketMs(stepMs) : client.valueBucketMs(signal.stepMs);
  return {
    name,
    signal,
    bucketMs,
    readUntil: ceilTo(bucketMs, since),
    existed: false,
    lagMs: null,
    profile: null,
  };
}

/** The total comes first, then the part; a gauge is one question. */
export function questionsOf({ signal, bucketMs }: State): Question[] {
  if (signal.kind === 'gauge') return [{ query: signal.query, kind: 'values', bucketMs }];
  return [signal.total, signal.part.selector].map((query) => ({ query, kind: 'counts', bucketMs }));
}

/** Signals of an application often share a query, such as the number of all requests: it is asked once. */
export function unique(questions: readonly Question[]): Question[] {
  return [...new Map(questions.map((question) => [keyOf(question), question])).values()];
}

export function keyOf({ query, kind, bucketMs }: Question): string {
  return JSON.stringify([query, kind, bucketMs]);
}

/** A gauge is compared with the same minutes of yesterday, and with the hour before them. */
const gaugePastMs = 25 * 3_600_000;

export function pastOf(state: State, { from, to }: Window): Window {
  return isGauge(state) ? { from: to - gaugePastMs, to } : { from, to };
}

export function seasonOf({ bucketMs }: State, { to }: Window): Window {
  return seasonalWindow(to, bucketMs);
}

export function isGauge({ signal }: State): boolean {
  return signal.kind === 'gauge';
}

/** So many requests as it takes, because an answer holds only so many buckets of a series. */
export function parts({ from, to }: Window, bucketMs: number, mostBuckets: number): Window[] {
  const longestMs = bucketMs * mostBuckets;
  return Array.from({ length: Math.max(1, Math.ceil((to - from) / longestMs)) }, (_, index) => ({
    from: from + index * longestMs,
    to: Math.min(to, from + (index + 1) * longestMs),
  }));
}
