export type Labels = Readonly<Record<string, string>>;

/** The raw samples of one series, oldest first. */
export interface Series {
  labels: Labels;
  /** Unix milliseconds. */
  times: number[];
  values: number[];
  /** When the series was marked stale: its target vanished, or its line was no longer exposed. */
  staleAt: number[];
}

export interface Database {
  series(labels: Labels): Series;
  /** All series of a metric name, or of all names; in the order of their labels. */
  named(name: string | null): readonly Series[];
}

export function createDatabase(): Database {
  const all = new Map<string, Series>();
  const byName = new Map<string, Series[]>();
  return {
    series(labels) {
      const key = JSON.stringify(Object.entries(labels).sort(byText));
      const known = all.get(key);
      if (known) return known;
      const created: Series = { labels, times: [], values: [], staleAt: [] };
      all.set(key, created);
      const name = labels.__name__ ?? '';
      const siblings = byName.get(name);
      if (siblings) siblings.push(created);
      else byName.set(name, [created]);
      return created;
    },
    named: (name) => (name === null ? [...all.values()] : (byName.get(name) ?? [])),
  };
}

/** Samples that are not newer than the last one are dropped, as Prometheus drops what is out of order. */
export function append(series: Series, time: number, value: number): void {
  if (time <= (series.times.at(-1) ?? Number.NEGATIVE_INFINITY)) return;
  series.times.push(time);
  series.values.push(value);
}

/** A mark is a sample too: where a newer one is there already, it is dropped. */
export function endSeries(series: Series, time: number): void {
  if (time > (series.times.at(-1) ?? Number.NEGATIVE_INFINITY)) series.staleAt.push(time);
}

// Prometheus' default --query.lookback-delta.
const LOOKBACK_MS = 5 * 60_000;

/** The newest value at a time, unless it is too old or the series went stale since. */
export function valueAt(series: Series, time: number): number | null {
  const index = firstAfter(series.times, time) - 1;
  const sampledAt = series.times[index];
  const value = series.values[index];
  if (sampledAt === undefined || value === undefined || sampledAt < time - LOOKBACK_MS) return null;
  const staleAt = series.staleAt[firstAfter(series.staleAt, time) - 1];
  return staleAt !== undefined && staleAt >= sampledAt ? null : value;
}

/** Both ends belong to the range, as in Prometheus 2.x (2.42 is what facts/metrics.md ran); 3.0 made it left-open. */
export function samplesIn(series: Series, from: number, to: number): [time: number, value: number][] {
  const end = firstAfter(series.times, to);
  const samples: [number, number][] = [];
  for (let index = firstAfter(series.times, from - 1); index < end; index += 1) {
    samples.push([series.times[index] ?? Number.NaN, series.values[index] ?? Number.NaN]);
  }
  return samples;
}

/** Binary search; times are whole milliseconds. */
function firstAfter(times: readonly number[], time: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((times[middle] ?? Number.NaN) <= time) low = middle + 1;
    else high = middle;
  }
  return low;
}

function byText([a]: [string, string], [b]: [string, string]): number {
  return a < b ? -1 : 1;
}
