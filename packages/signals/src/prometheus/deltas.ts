import type { Sample, Series } from './answers.ts';

/** So many events of one process between two scrapes, at the later one. */
export interface Delta {
  readonly target: string;
  readonly at: number;
  readonly count: number;
}

export interface Since {
  /** Only what was scraped after this moment counts: the target's own last scrape that was read. */
  readonly after: (target: string) => number;
  /** ... and up to this one. */
  readonly until: (target: string) => number;
  /** ms: a series that begins less than this after its process began with it; scrapes of several replicas interleave. */
  readonly together: number;
  /** Whether a process that is seen for the first time started inside the window, so that its counters began at 0. */
  readonly startedInside: (target: string, firstSeen: number) => boolean;
  /** Whether a process began anew before a scrape of it. */
  readonly restarted: (target: string, at: number) => boolean;
}

/**
 * Differences of counters. A process that restarts counts from 0; a value that falls without that is behind, and counts
 * again when it is higher than it was. A series that begins later than its
 * process (a first error) counts from 0, because a counter that was not there was 0.
 */
export function deltas(
  series: readonly Series[],
  firstSeen: ReadonlyMap<string, number>,
  since: Since,
): Delta[] {
  return series.flatMap((one) => {
    const { target, samples } = one;
    const [first] = samples;
    if (first === undefined) return [];
    const began = firstSeen.get(target) ?? first[0];
    const fromZero = first[0] - began > since.together || since.startedInside(target, began);
    const [after, until] = [since.after(target), since.until(target)];
    const begins = fromZero && first[0] > after ? [{ target, at: first[0], count: first[1] }] : [];
    return [...begins, ...differences(one, since)].filter(({ at, count }) => at <= until && count > 0);
  });
}

/** What lies between a scrape before the moment and one after it cannot be told apart: it is left out. */
function differences({ target, samples }: Series, since: Since): Delta[] {
  const after = since.after(target);
  let highest = samples[0]?.[1] ?? 0;
  return samples.slice(1).flatMap(([at, value], index) => {
    const [before, earlier] = samples[index] as Sample;
    if (value < earlier && since.restarted(target, at)) highest = 0;
    const count = Math.max(0, value - highest);
    highest = Math.max(highest, value);
    return before < after ? [] : [{ target, at, count }];
  });
}

/** When each process was first seen in any of its series. */
export function firstSeen(...all: readonly (readonly Series[])[]): Map<string, number> {
  return extremes(all.flat(), (samples) => samples[0], Math.min);
}

export function lastSeen(series: readonly Series[]): Map<string, number> {
  return extremes(series, (samples) => samples.at(-1), Math.max);
}

function extremes(
  series: readonly Series[],
  pick: (samples: readonly Sample[]) => Sample | undefined,
  choose: (a: number, b: number) => number,
): Map<string, number> {
  const found = new Map<string, number>();
  for (const { target, samples } of series) {
    const sample = pick(samples);
    if (sample === undefined) continue;
    const held = found.get(target);
    found.set(target, held === undefined ? sample[0] : choose(held, sample[0]));
  }
  return found;
}

/** The usual distance between scrapes, ms; null with fewer than two samples of any series. */
export function scrapeInterval(series: readonly Series[], since = 0): number | null {
  const gaps = series.flatMap(({ samples }) => {
    const moments = samples.map(([at]) => at).filter((at) => at >= since);
    return moments.slice(1).map((at, index) => at - (moments[index] ?? at));
  });
  if (gaps.length === 0) return null;
  return gaps.sort((a, b) => a - b)[Math.floor(gaps.length / 2)] ?? null;
}
