import { join } from 'node:path';
import type { Sha } from '@backout/incident';
import { jobTokens, type Metrics, type OpenMetrics, runs, tagOf, type World } from '@backout/world';
import { type Past, startMetricsStore } from '@backout/world/metrics';
import { type Behaviour, type Load, startLoad } from '@backout/world/service';
import { until } from '@backout/world/until';
import { fleetPolicy } from './fleet-policy.ts';
import type { Service } from './service.ts';
import { startTeam, type Team, type TeamOptions } from './team.ts';

export interface FleetOptions extends Pick<TeamOptions, 'applicationSets' | 'resyncSeconds' | 'installed'> {
  readonly services: readonly Service[];
  /** The policy beside its addresses and applications; there is none where backout is not installed. */
  readonly policy?: string;
  /** In the place of the demo world's metrics store; it may write into the team's folder. */
  readonly metrics?: (folder: string) => OpenMetrics;
  /** The image tags that run first, by service; `v1` where it is absent. */
  readonly begin?: (team: Team, behaviours: Map<string, Behaviour>) => Promise<ReadonlyMap<string, string>>;
}

/** Services deployed by a real Argo CD: real pods of real Deployments, under load, with metrics and a policy. */
export interface Fleet extends AsyncDisposable, Pick<World, 'run' | 'access'> {
  readonly team: Team;
  readonly metrics: Metrics;
  /** What an image tag does. */
  readonly behaviours: Map<string, Behaviour>;
  /** A commit for each, all in one push, which Argo CD hears of by a webhook. @returns the commits */
  deploy(...changes: readonly Change[]): Promise<Sha[]>;
  /** The image tags that an application's ready pods run. */
  versions(argocd: string): string[];
  clients(argocd: string): Load['clients'];
}

interface Change {
  readonly message: string;
  /** Null takes a file away. */
  readonly files: Readonly<Record<string, string | null>>;
}

const requestsPerSecond = 50;
export const good: Behaviour = { errorRatio: 0.001, latencyMs: 2 };

export async function startFleet(options: FleetOptions): Promise<Fleet> {
  await using stack = new AsyncDisposableStack();
  const { services, begin, policy = '', ...rest } = options;
  const behaviours = new Map<string, Behaviour>([['v1', good]]);
  const behaviourOf = (image: string) => behaviours.get(tagOf(image)) ?? null;
  const team = stack.use(await startTeam({ pods: { behaviourOf }, ...rest }));
  const { github, gitops, plane } = team;
  const tags = await begin?.(team, behaviours);
  await deployFirst(team, services, (name) => tags?.get(name) ?? 'v1');
  const pods = (argocd: string) => () => plane.livePods(argocd);
  const loads = new Map(
    services.map(({ argocd }) => [
      argocd,
      stack.use(startLoad({ requestsPerSecond, pods: pods(argocd) })).clients,
    ]),
  );
  const open = options.metrics?.(team.folder) ?? openStore;
  const metrics = stack.use(await open(plane.runningPods, services.map(pastOf)));
  if (options.installed !== false) {
    const written = fleetPolicy(services, { prometheus: metrics.url, argocd: plane.url }, policy);
    await gitops.commit({ message: 'Add backout', files: { '.backout.yml': written } });
  }
  const owned = stack.move();
  return {
    ...{ team, metrics, behaviours },
    run: runs(github, join(team.folder, 'runs')),
    access: {
      argocdToken: plane.token,
      prometheusToken: metrics.token ?? '',
      sourceToken: jobTokens.source,
    },
    deploy: (...changes) => deploy(team, changes),
    versions: (argocd) => [...new Set(plane.livePods(argocd).map(({ version }) => version))],
    clients: (argocd) => loads.get(argocd) ?? { sent: 0, ok: 0, failed: 0, broken: 0, nobody: 0 },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

async function deployFirst(
  team: Team,
  services: readonly Service[],
  tagFor: (name: string) => string,
): Promise<void> {
  const files = Object.assign({}, ...services.map((service) => service.files(tagFor(service.name))));
  await team.gitops.commit({ message: 'The first versions', files });
  for (const { create } of services) await create?.(team);
  for (const { argocd } of services) await untilHealthy(team, argocd);
}

async function untilHealthy({ argocd, ours, plane }: Team, name: string): Promise<void> {
  const healthy = async () => {
    // An ApplicationSet may not have made it yet.
    const read = await argocd.application(name, { ours, refresh: true }).catch(() => null);
    return read?.sync === 'Synced' && read.health === 'Healthy' && !read.operating;
  };
  try {
    await until(`${name} to be healthy for the first time`, healthy, { withinMs: 60_000, everyMs: 100 });
  } catch (cause) {
    const { status } = await plane.application(name);
    throw new Error(`${name} did not become healthy: ${JSON.stringify(status)}`, { cause });
  }
}

function pastOf({ argocd }: Service): Past {
  return {
    ...{ application: argocd, requestsPerSecond, errorRatio: good.errorRatio },
    ...{ seconds: 3600, stepSeconds: 5, seed: 'past' },
  };
}

const token = 'prometheus-read-token';

const openStore: OpenMetrics = async (pods, past) => {
  const store = await startMetricsStore({ pods, token });
  for (const one of past) store.seedHistory(one);
  return { ...store, token };
};

async function deploy({ gitops, plane }: Team, changes: readonly Change[]): Promise<Sha[]> {
  const { before, commits } = await gitops.push(changes);
  const paths = changes.flatMap(({ files }) => Object.keys(files));
  await plane.webhook({ repository: 'acme/gitops', before, after: commits.at(-1) ?? before, paths });
  return commits;
}

/** On a busy machine Argo CD was seen to do nothing about a push that it was told of, until its next poll: it is told again. */
export async function nudge({ argocd, ours }: Team, application: string): Promise<void> {
  await argocd.application(application, { ours, refresh: true }).catch(() => null);
}
