import type { Metrics, OpenMetrics } from '@backout/world';
import { nothingYet, type Pod, startPod, type Totals } from '@backout/world/service';
import { until } from '@backout/world/until';

interface VectorEntry {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: readonly [seconds: number, value: string];
}

interface MatrixEntry {
  readonly metric: Readonly<Record<string, string>>;
  readonly values: readonly (readonly [seconds: number, value: string])[];
}

/** One server, and pods that count nothing by themselves: a test says what their counters show. */
export interface MetricsBench extends AsyncDisposable {
  readonly metrics: Metrics;
  /** A process of its own under a name of its own; resolves when it was scraped. */
  pod(application: string, counters: Counters): Promise<Pod>;
  /** Resolves when a scrape that began after this call is stored. @returns its moment, ms */
  scraped(pod: Pod): Promise<number>;
  /** It is no target any more; its process goes on. */
  forget(pod: Pod): void;
  vector(query: string, at?: number): Promise<VectorEntry[]>;
  matrix(query: string, at?: number): Promise<MatrixEntry[]>;
}

export interface Counters {
  readonly codes: Totals['codes'];
  readonly startedAt?: number;
}

export function show(pod: Pod, { codes, startedAt = Date.now() }: Counters): void {
  pod.adopt({ ...nothingYet(startedAt), codes: { ...codes } });
}

/** Longer than any of the servers takes to know a new target. */
const patience = { withinMs: 30_000, everyMs: 25 };

export async function openMetricsBench(open: OpenMetrics): Promise<MetricsBench> {
  await using stack = new AsyncDisposableStack();
  const targets: Pod[] = [];
  let started = 0;
  const metrics = stack.use(await open(() => targets, []));
  const ask = async <T>(query: string, at?: number): Promise<T[]> => {
    const form = new URLSearchParams({ query, ...(at !== undefined && { time: (at / 1000).toFixed(3) }) });
    const answer = await fetch(`${metrics.url}/api/v1/query`, { method: 'POST', body: form });
    return ((await answer.json()) as { data: { result: T[] } }).data.result;
  };
  const vector = (query: string, at?: number) => ask<VectorEntry>(query, at);
  const matrix = (query: string, at?: number) => ask<MatrixEntry>(query, at);
  const scraped = (pod: Pod) => {
    const from = Date.now();
    return until(
      `a scrape of ${pod.instance}`,
      async () => {
        const [up] = await matrix(`up{instance="${pod.instance}"}[60s]`);
        const newest = (up?.values.at(-1)?.[0] ?? 0) * 1000;
        return newest >= from && newest;
      },
      patience,
    );
  };
  const owned = stack.move();
  return {
    ...{ metrics, vector, matrix, scraped },
    async pod(application, counters) {
      const instance = `${application}-${++started}`;
      const behaviour = { errorRatio: 0, latencyMs: 0 };
      const pod = owned.use(await startPod({ application, version: 'v1', instance, behaviour }));
      show(pod, counters);
      targets.push(pod);
      await scraped(pod);
      return pod;
    },
    forget: (pod) => void targets.splice(targets.indexOf(pod), 1),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}
