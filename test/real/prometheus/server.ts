import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Metrics } from '@backout/world';
import type { Past } from '@backout/world/metrics';
import type { Pod } from '@backout/world/service';
import { until } from '@backout/world/until';
import { freePorts } from '../processes/free-port.ts';
import { type RunningProcess, startProcess } from '../processes/process.ts';
import { binary } from '../tools/tools.ts';
import { type Alerting, configuration } from './configuration.ts';
import { backfill } from './history.ts';
import { publishTargets } from './targets.ts';

export interface PrometheusOptions {
  /** Data, configuration and log lie in here. */
  readonly folder: string;
  /** What is scraped now; asked all the time, so that pods come and go as rollouts do. */
  readonly pods: () => readonly Pod[];
  readonly scrapeIntervalMs?: number;
  /** Written before the start: the counters of the pods that live now go on where it ends. */
  readonly past?: readonly Past[];
  readonly alerting?: Alerting;
}

export interface Prometheus extends Metrics {
  /** What each part of the start took, ms. */
  readonly took: { readonly backfill: number; readonly ready: number; readonly firstScrapes: number };
}

/** Debian's Prometheus on a free port, in the place of the world's metrics store. Resolves when all pods are scraped. */
export async function startPrometheus(options: PrometheusOptions): Promise<Prometheus> {
  const { folder, pods, past = [], scrapeIntervalMs = 1000, alerting } = options;
  await using stack = new AsyncDisposableStack();
  await mkdir(join(folder, 'data'), { recursive: true });
  const lap = stopwatch();
  if (past.length > 0) await backfill(folder, { pods: pods(), past, now: Date.now() });
  const backfilled = lap();
  const targets = stack.use(await publishTargets(folder, pods));
  await writeFile(
    join(folder, 'prometheus.json'),
    configuration({ targets: targets.file, scrapeIntervalMs, ...(alerting && { alerting }) }),
  );
  const [port = 0] = await freePorts(1);
  const url = `http://127.0.0.1:${port}`;
  let server: RunningProcess | null = await startServer(folder, port);
  stack.defer(async () => server?.[Symbol.asyncDispose]());
  const ready = lap();
  await untilScraped(url, pods, scrapeIntervalMs);
  const owned = stack.move();
  return {
    ...{ url, token: null, took: { backfill: backfilled, ready, firstScrapes: lap() } },
    async outage(kind) {
      if (kind !== 'refuse') throw new Error(`nobody can make a real Prometheus answer with ${kind}`);
      await server?.[Symbol.asyncDispose]();
      server = null;
    },
    async recover() {
      server ??= await startServer(folder, port);
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

async function startServer(folder: string, port: number): Promise<RunningProcess> {
  const server = await startProcess({
    name: 'prometheus',
    command: await binary('prometheus', 'usr/bin/prometheus'),
    args: [
      `--config.file=${join(folder, 'prometheus.json')}`,
      `--storage.tsdb.path=${join(folder, 'data')}`,
      // Longer than any history that is written: older blocks vanish.
      '--storage.tsdb.retention.time=90d',
      `--web.listen-address=127.0.0.1:${port}`,
      '--rules.alert.resend-delay=5s',
      '--log.level=warn',
    ],
    logs: folder,
  });
  await server.ready(async () => (await fetch(`http://127.0.0.1:${port}/-/ready`)).ok);
  return server;
}

/** Prometheus hands new targets to its scrapers every five seconds, and spreads the first scrapes over an interval. */
const discoveryMs = 10_000;

async function untilScraped(url: string, pods: PrometheusOptions['pods'], intervalMs: number): Promise<void> {
  const begun = Date.now();
  const scraped = async () => {
    const answer = await fetch(`${url}/api/v1/query?query=timestamp(up)`);
    const { data } = (await answer.json()) as {
      data: { result: { metric: { instance: string }; value: [number, string] }[] };
    };
    const fresh = data.result.filter(({ value }) => Number(value[1]) * 1000 >= begun);
    const instances = new Set(fresh.map(({ metric }) => metric.instance));
    return pods().every(({ instance }) => instances.has(instance));
  };
  await until('every pod to be scraped', scraped, { withinMs: discoveryMs + 2 * intervalMs, everyMs: 50 });
}

function stopwatch(): () => number {
  let last = performance.now();
  return () => {
    const before = last;
    last = performance.now();
    return Math.round(last - before);
  };
}
