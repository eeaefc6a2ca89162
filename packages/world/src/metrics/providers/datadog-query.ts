import { asKnown, type Knowledge } from './provider.ts';
import { meanOf, sumOf, type Track } from './service.ts';

/** The queries that the emulator knows, in Datadog's language. */
export const datadogQueries = {
  all: 'sum:trace.http.request.hits{service:shop}.as_count()',
  bad: 'sum:trace.http.request.errors{service:shop}.as_count()',
  latency: 'avg:trace.http.request.duration{service:shop}',
};

export interface Parsed {
  readonly metric: string;
  readonly tags: string;
  /** as the query says it; null where it does not */
  readonly seconds: number | null;
  /** null: a metric that is not known, which is no error */
  readonly value: ((from: number, to: number) => number | null) | null;
}

const grammar =
  /^(avg|sum|min|max|p\d{2}):([a-z][\w.]*)\{([^{}]*)\}(\.as_count\(\))?(?:\.rollup\((?:(avg|sum|min|max), )?(\d+)\))?$/;

/** Null for what is no query. */
export function parse(text: string, knowledge: Knowledge): Parsed | null {
  const [, aggregator, metric = '', tags = '', asCount = '', method, seconds] = grammar.exec(text) ?? [];
  if (aggregator === undefined) return null;
  const name = `${aggregator}:${metric}{${tags}}${asCount}`;
  const track = trackOf(name, knowledge);
  const reduce = (method ?? (asCount === '' ? 'avg' : 'sum')) === 'sum' ? sumOf : meanOf;
  const value =
    track === null ? null : (from: number, to: number) => reduce(asKnown(track, knowledge), from, to);
  return { metric, tags, seconds: seconds === undefined ? null : Number(seconds), value };
}

function trackOf(name: string, { service }: Knowledge): Track | null {
  if (name === datadogQueries.all) return service.all;
  if (name === datadogQueries.bad) return service.bad;
  return name === datadogQueries.latency ? service.latency : null;
}

/** So many points a series has at most; where there would be more, its buckets grow. */
const mostPoints = 1_500;

export interface Points {
  /** seconds */
  readonly interval: number;
  readonly points: readonly (readonly [second: number, value: number])[];
}

/** A bucket of which nothing is told has no point. */
export function pointsOf(
  { seconds, value }: Parsed,
  [from, to]: readonly [number, number],
  asked: number,
): Points {
  const wanted = seconds ?? asked;
  const interval = wanted * Math.ceil((to - from) / wanted / mostPoints);
  const points: [number, number][] = [];
  for (let start = Math.ceil(from / interval) * interval; start < to; start += interval) {
    const told = value?.(start, start + interval) ?? null;
    if (told !== null) points.push([start, told]);
  }
  return { interval, points };
}
