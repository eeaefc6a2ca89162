import type { Application, ApplicationOptions } from './argocd/application.ts';
import { type ArgoCd, startArgoCd } from './argocd/start.ts';
import type { HistoryOptions } from './metrics/history.ts';
import { type MetricsStore, type Past, startMetricsStore } from './metrics/metrics-store.ts';
import type { LabelsOfTarget } from './metrics/scrape.ts';
import { startIngress } from './service/ingress.ts';
import { type Clients, type Load, startLoad } from './service/load.ts';
import type { BehaviourOf } from './service/rollout/deployment.ts';
import { type RolloutOptions, startRollouts } from './service/rollout.ts';
import type { Pod } from './service/service.ts';
import { createTimeline, type Timeline } from './timeline.ts';
import { until } from './until.ts';

interface ClusterApplication extends Omit<ApplicationOptions, 'bornAt'> {
  requestsPerSecond?: number;
}

export interface ClusterOptions extends Omit<RolloutOptions, 'behaviourOf'> {
  applications: readonly ClusterApplication[];
  behaviourOf: BehaviourOf;
  requestsPerSecond?: number;
  scrapeIntervalMs?: number;
  /** What a scrape adds to the series of a pod. */
  targetLabels?: LabelsOfTarget;
  /** A generated past of the first versions; false: they are as young as they are. */
  history?: Partial<Omit<HistoryOptions, 'latencyMs' | 'requestsPerSecond'>> | false;
  /** Where given, the metrics store asks for it. */
  metricsToken?: string;
  /** Another server in the place of the metrics store. */
  metrics?: OpenMetrics;
  argocd?: { pollMs?: number; stepMs?: number; token?: string; adminToken?: string };
  /** How far the clocks of the servers are ahead of the runner's. */
  skewMs?: { metrics?: number; argocd?: number };
}

/** What answers queries: the stand-in, or a real Prometheus. */
export interface Metrics extends AsyncDisposable, Pick<MetricsStore, 'url' | 'outage' | 'recover'> {
  readonly token: string | null;
}

/** @param pods all that run now; the past is theirs */
export type OpenMetrics = (pods: () => readonly Pod[], past: readonly Past[]) => Promise<Metrics>;

export interface Cluster extends AsyncDisposable, Timeline {
  readonly argocd: ArgoCd;
  readonly metrics: Metrics;
  /** In the load balancer's rotation now. */
  livePods(application: string): Pod[];
  /** The address that stays the same over all rollouts, for probes. */
  serviceUrl(application: string): string;
  clients(application: string): Readonly<Clients>;
  setRate(application: string, requestsPerSecond: number): void;
  /** All live pods of the application fail this share of requests for a while: nobody deployed anything. */
  spike(application: string, ms: number, ratio: number): void;
  /** When the first pod of this version (the image's tag) first answered with 500; unix ms. */
  firstFailureAt(version: string, application?: string): number | null;
}

/** The whole world of one team's services: Argo CD, pods, clients and metrics. Resolves when all is healthy. */
export async function startCluster(options: ClusterOptions): Promise<Cluster> {
  await using stack = new AsyncDisposableStack();
  const { history, skewMs = {} } = options;
  const rollouts = stack.use(startRollouts(options));
  const bornAt = history === false ? {} : { bornAt: Date.now() - (history?.seconds ?? PAST.seconds) * 1000 };
  const argocd = stack.use(
    await startArgoCd({
      ...options.argocd,
      rollouts,
      applications: options.applications.map((application) => ({ ...application, ...bornAt })),
      now: () => Date.now() + (skewMs.argocd ?? 0),
    }),
  );
  const timeline = createTimeline(argocd);
  await Promise.all(options.applications.map(({ name }) => untilHealthy(argocd.application(name))));
  const metrics = stack.use(await startMetrics(options, rollouts.runningPods));
  const fronts = new Map<string, Front>();
  for (const application of options.applications) {
    const pods = () => rollouts.livePods(application.name);
    const load = stack.use(startLoad({ requestsPerSecond: rateOf(application, options), pods }));
    const { url } = stack.use(await startIngress(pods));
    fronts.set(application.name, { load, url });
  }
  const owned = stack.move();
  return {
    ...{ argocd, metrics, livePods: rollouts.livePods, ...timeline },
    ...trafficOf(fronts),
    spike(application, ms, ratio) {
      for (const pod of rollouts.livePods(application)) pod.failFor(ms, ratio);
    },
    firstFailureAt: (version, application) => firstFailure(rollouts.everStarted, version, application),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

const PAST = { seconds: 3600, stepSeconds: 5, seed: 'past' };

function untilHealthy(application: Application): Promise<boolean> {
  const healthy = () => application.observed?.health.status === 'Healthy' && application.operation === null;
  return until(`${application.name} to be healthy for the first time`, healthy, { withinMs: 20_000 });
}

function startMetrics(options: ClusterOptions, pods: () => readonly Pod[]): Promise<Metrics> {
  const open = options.metrics ?? standIn(options);
  return open(pods, pastsOf(options, pods()));
}

function standIn({
  scrapeIntervalMs,
  targetLabels,
  metricsToken: token,
  skewMs,
}: ClusterOptions): OpenMetrics {
  return async (pods, past) => {
    const store = await startMetricsStore({
      pods,
      ...(scrapeIntervalMs !== undefined && { scrapeIntervalMs }),
      ...(targetLabels !== undefined && { targetLabels }),
      ...(token !== undefined && { token }),
      now: () => Date.now() + (skewMs?.metrics ?? 0),
    });
    for (const one of past) store.seedHistory(one);
    return { ...store, token: token ?? null };
  };
}

function pastsOf(options: ClusterOptions, pods: readonly Pod[]): Past[] {
  const { history } = options;
  if (history === false) return [];
  return options.applications.map((application) => {
    const { name } = application;
    const errorRatio = pods.find((pod) => pod.application === name)?.behaviour.errorRatio ?? 0;
    const requestsPerSecond = rateOf(application, options);
    return { ...PAST, errorRatio, ...history, application: name, requestsPerSecond };
  });
}

function rateOf({ requestsPerSecond }: ClusterApplication, options: ClusterOptions): number {
  return requestsPerSecond ?? options.requestsPerSecond ?? 50;
}

interface Front {
  load: Load;
  url: string;
}

function trafficOf(fronts: ReadonlyMap<string, Front>): Pick<Cluster, 'clients' | 'setRate' | 'serviceUrl'> {
  const of = (application: string) => {
    const front = fronts.get(application);
    if (!front) throw new Error(`there is no application ${application} in this world`);
    return front;
  };
  return {
    serviceUrl: (application) => of(application).url,
    clients: (application) => of(application).load.clients,
    setRate: (application, requestsPerSecond) => of(application).load.setRate(requestsPerSecond),
  };
}

function firstFailure(pods: readonly Pod[], version: string, application?: string): number | null {
  const failures = pods
    .filter(
      (pod) => pod.version === version && (application === undefined || pod.application === application),
    )
    .flatMap((pod) => pod.firstFailureAt ?? []);
  return failures.length === 0 ? null : Math.min(...failures);
}
