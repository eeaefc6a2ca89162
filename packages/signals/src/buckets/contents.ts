import type { GaugeSignal, RatioSignal } from '@backout/policy';
import type { CountStep, GaugePoint } from '@backout/verdict';
import type { Answered, Bucket } from './client.ts';
import type { State } from './plan.ts';

/** What the answers hold of one signal, in the order of time. A ratio has no points, a gauge no steps. */
export interface Contents {
  readonly ok: true;
  readonly bucketMs: number;
  readonly steps: readonly CountStep[];
  readonly points: readonly GaugePoint[];
}

export type Read = Contents | { readonly ok: false; readonly detail: string; readonly lasting?: boolean };

/** The ends of the buckets. */
export function endsOf({ steps, points }: Contents): number[] {
  return [...steps, ...points].map(({ at }) => at);
}

export function only(contents: Contents, wanted: (end: number) => boolean): Contents {
  const { steps, points } = contents;
  return {
    ...contents,
    steps: steps.filter(({ at }) => wanted(at)),
    points: points.filter(({ at }) => wanted(at)),
  };
}

/** @param answers of the signal's questions, in their order */
export function contentsOf({ signal }: State, answers: readonly Answered[]): Read {
  const failed = answers.find((answer) => !answer.ok);
  if (failed !== undefined) return failed;
  const [first, second] = answers.filter((answer) => answer.ok);
  if (first !== undefined && signal.kind === 'gauge') return gaugeOf(signal, first);
  if (first !== undefined && second !== undefined && signal.kind === 'ratio')
    return ratioOf(signal, first, second);
  return { ok: false, detail: 'no answer to the question' };
}

type Given = Extract<Answered, { ok: true }>;

function ratioOf({ part: { events } }: RatioSignal, { series, bucketMs }: Given, part: Given): Read {
  const parts = new Map(summed(part.series).map(({ end, value }) => [end, Math.round(value)]));
  if (parts.size > 0 && part.bucketMs !== bucketMs)
    return { ok: false, detail: 'bad and total in buckets of two lengths' };
  const seconds = bucketMs / 1000;
  const steps = summed(series).flatMap(({ end, value }) => {
    const total = Math.max(0, Math.round(value));
    const bad = badOf(events, parts.get(end), total);
    return bad === null ? [] : [{ at: end, seconds, spread: seconds, bad, total }];
  });
  return { ok: true, bucketMs, steps, points: [] };
}

/**
 * Providers tell nothing where nothing happened, and a good deployment has no error: where the total is known, bad
 * events that are not told are none. Good events that are not told are no reason to call all of them bad.
 */
function badOf(events: 'bad' | 'good', told: number | undefined, total: number): number | null {
  if (events === 'good' && told === undefined && total > 0) return null;
  const bad = events === 'good' ? total - (told ?? 0) : (told ?? 0);
  return Math.min(Math.max(0, bad), total);
}

function gaugeOf({ factor }: GaugeSignal, { series, bucketMs }: Given): Read {
  const told = series.filter((buckets) => buckets.length > 0);
  if (told.length > 1) return { ok: false, detail: `the query gives ${told.length} series, one is expected` };
  const points = summed(told).map(({ end, value }) => ({ at: end, value: value * factor }));
  return { ok: true, bucketMs, steps: [], points };
}

/** Counts of several series, of hosts or of routes, add up. What is no number is not there. */
function summed(series: readonly (readonly Bucket[])[]): Bucket[] {
  const sums = new Map<number, number>();
  for (const { end, value } of series.flat()) {
    if (Number.isFinite(value)) sums.set(end, (sums.get(end) ?? 0) + value);
  }
  return [...sums].map(([end, value]) => ({ end, value })).sort((a, b) => a.end - b.end);
}

/** Buckets as they were asked for can be told apart and read once each; others cannot. */
export function onGrid({ bucketMs }: State, read: Read): Read {
  if (!read.ok) return read;
  const [given, wanted] = [read.bucketMs / 1000, bucketMs / 1000];
  if (given !== wanted) return { ok: false, detail: `a point every ${given} s, ${wanted} s are asked for` };
  const beside = endsOf(read).some((end) => end % bucketMs !== 0);
  return beside ? { ok: false, detail: 'points between those asked for' } : read;
}

/** The parts of a long past as one, oldest first. */
export function joined(parts: readonly Read[]): Read {
  const failed = parts.find((part) => !part.ok);
  if (failed !== undefined) return failed;
  const whole = parts.filter((part) => part.ok);
  const bucketMs = whole[0]?.bucketMs ?? 0;
  if (whole.some((part) => part.bucketMs !== bucketMs))
    return { ok: false, detail: 'buckets of two lengths' };
  return {
    ...{ ok: true, bucketMs },
    steps: whole.flatMap(({ steps }) => steps),
    points: whole.flatMap(({ points }) => points),
  };
}
