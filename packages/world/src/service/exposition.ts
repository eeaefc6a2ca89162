import { performance } from 'node:perf_hooks';

/** Upper bounds in seconds of `http_request_duration_seconds`; `+Inf` is the last, implied one. */
const BUCKETS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5] as const;

/** Everything a pod has counted since its process started. */
export interface Totals {
  startedAt: number;
  /** Requests by status code: a code that never happened has no entry, and no series. */
  codes: Record<string, number>;
  /** Not cumulative: one count per bucket, the last one beyond all bounds. */
  durations: number[];
  durationSeconds: number;
}

export function nothingYet(startedAt: number): Totals {
  return { startedAt, codes: {}, durations: BUCKETS.map(() => 0).concat(0), durationSeconds: 0 };
}

export function count(totals: Totals, code: string, seconds: number): void {
  totals.codes[code] = (totals.codes[code] ?? 0) + 1;
  const bucket = BUCKETS.findIndex((bound) => seconds <= bound);
  const index = bucket === -1 ? BUCKETS.length : bucket;
  totals.durations[index] = (totals.durations[index] ?? 0) + 1;
  totals.durationSeconds += seconds;
}

export function stopwatch(): () => number {
  const begun = performance.now();
  return () => (performance.now() - begun) / 1000;
}

/** One line of a scrape: the series as it is spelled, and its value. */
export type Line = [series: string, value: number];

export function linesOf(app: string, totals: Totals): Line[] {
  const codes = Object.entries(totals.codes).map(
    ([code, n]): Line => [`http_requests_total{app="${app}",code="${code}"}`, n],
  );
  let below = 0;
  const buckets = totals.durations.map((n, index): Line => {
    below += n;
    return [`http_request_duration_seconds_bucket{app="${app}",le="${BUCKETS[index] ?? '+Inf'}"}`, below];
  });
  return [
    ...codes,
    ...buckets,
    [`http_request_duration_seconds_sum{app="${app}"}`, totals.durationSeconds],
    [`http_request_duration_seconds_count{app="${app}"}`, below],
    ['process_start_time_seconds', totals.startedAt / 1000],
  ];
}

const FAMILIES = {
  http_requests_total: ['counter', 'Requests by status code.'],
  http_request_duration_seconds: ['histogram', 'How long requests took.'],
  process_start_time_seconds: ['gauge', 'Start time of the process since unix epoch in seconds.'],
} as const;

/** The text format 0.0.4. */
export function exposition(app: string, totals: Totals): string {
  const lines = linesOf(app, totals);
  return Object.entries(FAMILIES)
    .map(([family, [type, help]]) => {
      const own = lines
        .filter(([series]) => series.startsWith(family))
        .map(([series, value]) => `${series} ${value}\n`);
      return own.length === 0 ? '' : `# HELP ${family} ${help}\n# TYPE ${family} ${type}\n${own.join('')}`;
    })
    .join('');
}
