import { type Answer, type Question, startServer, type WorldServer } from '../http-server.ts';
import type { Pod } from '../service/service.ts';
import { generateHistory, type HistoryOptions } from './history.ts';
import { queryApi } from './query-api.ts';
import { instanceAndJob, type LabelsOfTarget, labelsOf } from './scrape.ts';
import { startScrapeLoops } from './scrape-loop.ts';
import { append, createDatabase, type Database, type Series } from './series.ts';

export interface MetricsStoreOptions {
  /** What to scrape now; asked all the time, so that new pods appear and old ones go stale. */
  pods: () => readonly Pod[];
  scrapeIntervalMs?: number;
  /** What a scrape adds to the series of a pod; its instance and its job. */
  targetLabels?: LabelsOfTarget;
  /** Required as bearer token where given. */
  token?: string;
  /** The store's own clock: sample times, the default query time and `Date`. */
  now?: () => number;
}

/** What is generated of an application's past. */
export interface Past extends Omit<HistoryOptions, 'latencyMs'> {
  application: string;
}

export interface MetricsStore extends AsyncDisposable {
  readonly url: string;
  readonly outage: WorldServer['outage'];
  recover(): Promise<void>;
  /** Stops scraping, as a store does that lags behind: nothing becomes stale, nothing new arrives. */
  pauseScrapes(): void;
  resumeScrapes(): void;
  /**
   * Writes a generated past (nobody measured it) on the series of the pods that live now, and gives these pods the
   * counters where it ends, so that live scraping continues them without a seam. Call it before the first scrape.
   */
  seedHistory(options: Past): void;
}

/** A stand-in for Prometheus: scrapes, keeps raw samples, answers instant queries of selectors. */
export async function startMetricsStore(options: MetricsStoreOptions): Promise<MetricsStore> {
  const { pods, scrapeIntervalMs = 500, targetLabels = instanceAndJob, token, now = Date.now } = options;
  const database = createDatabase();
  const api = queryApi(database, now);
  const server = await startServer({
    now,
    answer: (question) => unauthorized(question, token) ?? api(question),
  });
  const loops = startScrapeLoops({
    database,
    pods,
    now,
    intervalMs: scrapeIntervalMs,
    labelsOf: targetLabels,
  });
  return {
    url: server.url,
    outage: server.outage,
    recover: server.recover,
    pauseScrapes: loops.pause,
    resumeScrapes: loops.resume,
    seedHistory: ({ application, ...rest }) => {
      const own = pods().filter((pod) => pod.application === application);
      const added = { pods: own.length, end: now(), labelsOf: targetLabels };
      for (const pod of own) seed(database, pod, { ...rest, ...added });
    },
    async [Symbol.asyncDispose]() {
      loops.stop();
      await server[Symbol.asyncDispose]();
    },
  };
}

function unauthorized({ headers }: Question, token: string | undefined): Answer | null {
  if (token === undefined || headers.authorization === `Bearer ${token}`) return null;
  return { status: 401, body: 'Unauthorized\n', headers: { 'www-authenticate': 'Bearer' } };
}

interface Seeding extends Omit<Past, 'application'> {
  pods: number;
  end: number;
  labelsOf: LabelsOfTarget;
}

function seed(database: Database, pod: Pod, { pods, end, labelsOf: labelsOfTarget, ...options }: Seeding) {
  const { instance, application: job, behaviour } = pod;
  const added = labelsOfTarget(pod);
  const up = database.series({ __name__: 'up', ...added });
  if (up.times.length > 0) throw new Error(`${instance} was scraped before its history was written`);
  const seed = `${options.seed}/${instance}`;
  const history = generateHistory(job, pods, end, { ...options, latencyMs: behaviour.latencyMs, seed });
  const known = new Map<string, Series>();
  for (const { time, lines } of history.samples) {
    append(up, time, 1);
    for (const [spelling, value] of lines) {
      const series = known.get(spelling) ?? database.series({ ...labelsOf(spelling), ...added });
      known.set(spelling, series);
      append(series, time, value);
    }
  }
  pod.adopt(history.totals);
}
