import { type Before, openArgocd, readState } from '@backout/argocd';
import { instant, type Sha } from '@backout/incident';
import { find, type NamedApplication, parsePolicy } from '@backout/policy';
import { openSignals, signalPlans } from '@backout/signals';
import type { Reading, WatchPlan } from '@backout/verdict';
import { lookLoop } from '../../packages/stages/watch/src/look-loop.ts';
import { progressOf } from '../../packages/stages/watch/src/progress.ts';
import { app } from './application.ts';
import { at, t0 } from './moments.ts';
import { virtualClock } from './virtual-clock.ts';
import { logEverything } from './watch-logger.ts';

const policy = parsePolicy(
  `version: 1
argocd: https://argocd.example.com
applications:
  shop: { paths: [apps/shop], signals: { ready: argocd } }
`,
  '.backout.yml',
);

export const dayBefore = at(-90_000);
const groups: Readonly<Record<string, string>> = {
  ...{ Deployment: 'apps', StatefulSet: 'apps', Rollout: 'argoproj.io', CronJob: 'batch', Job: 'batch' },
  ...{ Ingress: 'networking.k8s.io', HorizontalPodAutoscaler: 'autoscaling' },
  ...{ Kafka: 'kafka.strimzi.io', ArangoDeployment: 'database.arangodb.com', ConfigMap: '' },
};

/** An object in git, and what Argo CD says of it at a second. */
export interface Given {
  readonly kind: string;
  readonly name: string;
  readonly health: (second: number) => string;
  /** What the sync did to it, by its own words; `unchanged` where it is not said. */
  readonly did?: string;
  readonly before?: 'Degraded' | 'Progressing';
  /** Versions and their pods, where it has some. */
  readonly nodes?: (second: number) => readonly object[];
}

export interface Scene {
  readonly objects: readonly Given[];
  /** What no object of git owns. */
  readonly nodes?: (second: number) => readonly object[];
  /** `Kind/shop/name` of what is rendered otherwise; absent: Argo CD may not be asked for that. */
  readonly rendered?: readonly string[];
  readonly mayReadTree?: boolean;
}

const idOf = ({ kind, name }: Given) => `${groups[kind]}/${kind}/shop/${name}`;

/** Argo CD's own order, the worst last. */
const order = ['Healthy', 'Suspended', 'Progressing', 'Missing', 'Degraded'];

function resourcesAt(objects: readonly Given[], second: number) {
  return objects.map(({ kind, name, health }) => ({
    ...{ group: groups[kind], kind, namespace: 'shop', name, version: 'v1', status: 'Synced' },
    ...(kind !== 'ConfigMap' && { health: { status: health(second) } }),
  }));
}

function applicationAt({ objects }: Scene, second: number): object {
  const resources = resourcesAt(objects, second);
  const worst = Math.max(...resources.map(({ health }) => order.indexOf(health?.status ?? 'Healthy')));
  const source = { repoURL: 'https://github.com/acme/gitops', path: 'apps/shop', targetRevision: 'main' };
  const written = app({ name: 'shop', source, history: [], health: order[worst] ?? '' }) as {
    status: object;
  };
  return { ...written, status: { ...written.status, resources } };
}

function treeAt({ objects, nodes = () => [] }: Scene, second: number): object {
  const own = objects.flatMap((one) => [
    {
      ...{ group: groups[one.kind], kind: one.kind, namespace: 'shop', name: one.name, uid: one.name },
      ...{ health: { status: one.health(second) }, createdAt: dayBefore },
    },
    ...(one.nodes?.(second) ?? []),
  ]);
  return { nodes: [...own, ...nodes(second)] };
}

/** As the watch read it right after the sync. */
function beforeOf(objects: readonly Given[]): Before {
  return {
    touched: objects.map((one) => ({ id: idOf(one), changed: one.did !== undefined, kept: false })),
    outOfOrder: objects.filter(({ before }) => before !== undefined).map(idOf),
    degraded: objects.filter(({ before }) => before === 'Degraded').map(idOf),
  };
}

function opened(scene: Scene, now: () => number, asked: string[]) {
  const argocd = openArgocd({
    ...{ url: 'https://argocd.example.com', token: 't', timeoutMs: 1_000 },
    fetch: async (url) => {
      const path = new URL(String(url)).pathname.replace('/api/v1/applications/shop', '');
      asked.push(path);
      const second = (now() - t0) / 1000;
      if (path === '') return Response.json(applicationAt(scene, second));
      return scene.mayReadTree === false
        ? Response.json({ code: 7 }, { status: 403 })
        : Response.json(treeAt(scene, second));
    },
  });
  const ids = new Set(scene.rendered?.map((id) => `${groups[id.split('/')[0] ?? '']}/${id}`));
  const watched = {
    ...{ name: 'shop', since: t0, before: beforeOf(scene.objects) },
    ours: { repository: 'acme/gitops', branch: { name: 'main', isDefault: true } },
    rendered: scene.rendered ? { workloads: new Set(scene.rendered), resources: ids } : null,
  };
  const progress = progressOf({
    ...{ revision: 'b'.repeat(40) as Sha, syncStartedAt: instant(t0), sync: undefined },
    ...{ before: watched.before, changed: () => watched.rendered },
    read: () => argocd.application('shop', { ours: watched.ours }),
    ...{ differs: async () => false, log: () => {} },
  });
  return { read: () => readState(argocd, watched), progress };
}

/** What the watch makes of it, a look every ten seconds. */
export async function watched(scene: Scene) {
  const application = find(policy, 'shop');
  if (application === null) throw new Error('the policy has it');
  const clock = virtualClock(t0);
  const asked: string[] = [];
  const { read, progress } = opened(scene, clock.ms, asked);
  let state: Awaited<ReturnType<typeof read>> = null;
  const readState = async () => {
    state = await read();
    return state;
  };
  const signals = openSignals(application, { policy, credentials, readState, since: t0 });
  const kinds = new Set<string>();
  const verdict = await lookLoop({
    ...{ plan: planOf(application), baselineMs: 0, excludedIntervals: [], progress, clock },
    ...{ rolling: () => state?.rolling ?? null, logger: logEverything(() => {}) },
    signals: { ...signals, read: async (at) => noting(await signals.read(at), kinds) },
  });
  const rollout = (state as Awaited<ReturnType<typeof read>>)?.rollout ?? null;
  return { verdict, kinds: [...kinds], asked, rollout };
}

const credentials = {
  ...{ prometheusToken: null, lokiToken: null, elasticsearchApiKey: null },
  ...{ datadogApiKey: null, datadogAppKey: null },
};

function planOf(application: NamedApplication): WatchPlan {
  const { everyMs, forMs, atLeastMs } = policy.watch;
  return {
    signals: signalPlans(application),
    ...{ syncStartedAt: instant(t0), syncFinishedAt: instant(t0 + 2_000) },
    ...{ falseAlarmsPerMillion: 150, applications: 1, requiredSignals: policy.requiredSignals },
    ...{ everyMs, forMs, atLeastMs },
  };
}

function noting(readings: Reading[], kinds: Set<string>): Reading[] {
  for (const reading of readings)
    kinds.add(reading.kind === 'check' ? (reading.passed ? 'passed' : 'failed') : reading.kind);
  return readings;
}

/** The seconds, of the first hundred, at which pods are being replaced: by what a look without the tree says, and with it. */
export async function replaced(scene: Scene) {
  const clock = virtualClock(t0);
  const { read, progress } = opened(scene, clock.ms, []);
  const seconds = { listed: [] as number[], read: [] as number[] };
  for (let second = 10; second <= 100; second += 10) {
    await clock.sleepUntil(t0 + second * 1000);
    const [state, { rolling }] = await Promise.all([read(), progress()]);
    if (rolling) seconds.listed.push(second);
    if (state?.rolling) seconds.read.push(second);
  }
  return seconds;
}
