import { type Before, openArgocd, readState } from '@backout/argocd';
import { instant, type Verdict } from '@backout/incident';
import { find, parsePolicy } from '@backout/policy';
import { openSignals, signalPlans } from '@backout/signals';
import { endWatch, look, openWatch, verdictOf } from '@backout/verdict';
import { describe, expect, test } from 'vitest';
import { app } from './application.ts';
import { at, t0 } from './moments.ts';

const policy = parsePolicy(
  `version: 1
argocd: https://argocd.example.com
applications:
  shop: { paths: [apps/shop], signals: { ready: argocd } }
`,
  '.backout.yml',
);

const dayBefore = at(-90_000);
const groups: Readonly<Record<string, string>> = {
  ...{ Deployment: 'apps', StatefulSet: 'apps', Rollout: 'argoproj.io', CronJob: 'batch', Job: 'batch' },
  ...{ Ingress: 'networking.k8s.io', HorizontalPodAutoscaler: 'autoscaling' },
  ...{ Kafka: 'kafka.strimzi.io', ArangoDeployment: 'database.arangodb.com', ConfigMap: '' },
};

/** An object in git, and what Argo CD says of it at a second. */
interface Given {
  readonly kind: string;
  readonly name: string;
  readonly health: (second: number) => string;
  /** What the sync did to it, by its own words; `unchanged` where it is not said. */
  readonly did?: string;
  readonly before?: 'Degraded' | 'Progressing';
  /** Versions and their pods, where it has some. */
  readonly nodes?: (second: number) => readonly object[];
}

interface Scene {
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
  return () => readState(argocd, watched);
}

/** What the watch makes of it, a look every ten seconds. */
async function watched(scene: Scene) {
  const application = find(policy, 'shop');
  if (application === null) throw new Error('the policy has it');
  let now = t0;
  const asked: string[] = [];
  const read = opened(scene, () => now, asked);
  const rolling: number[] = [];
  let rollout: NonNullable<Awaited<ReturnType<typeof read>>>['rollout'] = null;
  const readAndNote = async () => {
    const state = await read();
    rollout = state?.rollout ?? null;
    if (state?.rolling) rolling.push((now - t0) / 1000);
    return state;
  };
  const credentials = {
    ...{ prometheusToken: null, lokiToken: null, elasticsearchApiKey: null },
    ...{ datadogApiKey: null, datadogAppKey: null },
  };
  const signals = openSignals(application, { policy, credentials, readState: readAndNote, since: t0 });
  let watch = openWatch(
    {
      ...{
        signals: signalPlans(application),
        syncStartedAt: instant(t0),
        syncFinishedAt: instant(t0 + 2_000),
      },
      ...{ falseAlarmsPerMillion: 150, applications: 1, requiredSignals: policy.requiredSignals },
      ...{ everyMs: 10_000, forMs: 900_000, atLeastMs: 240_000 },
    },
    [],
  );
  let verdict: Verdict | null = null;
  const kinds = new Set<string>();
  for (let second = 10; second <= 900 && verdict === null; second += 10) {
    now = t0 + second * 1000;
    const readings = await signals.read(now);
    for (const reading of readings)
      kinds.add(reading.kind === 'check' ? (reading.passed ? 'passed' : 'failed') : reading.kind);
    watch = look(watch, { at: instant(now), clockSkewMs: 0, rolling: false, readings });
    verdict = verdictOf(watch, instant(now));
  }
  const { looks } = watch;
  return {
    rollout,
    verdict: verdict ?? endWatch(watch, instant(now)),
    kinds: [...kinds],
    asked,
    looks,
    rolling,
  };
}

function version(owner: string, uid: string, number: number, createdAt = dayBefore, kind = 'ReplicaSet') {
  return {
    ...{ kind, uid, name: uid, namespace: 'shop', createdAt, parentRefs: [{ kind: 'any', uid: owner }] },
    info: [{ name: 'Revision', value: `Rev:${number}` }],
  };
}

function pod(kind: string, uid: string, status: string, createdAt: string) {
  const parentRefs = [{ kind, uid }];
  return { kind: 'Pod', uid: `${uid}-pod-${createdAt}`, parentRefs, health: { status }, createdAt };
}

const always = (health: string) => () => health;

/** A Deployment that the sync did not change. */
const idle: Given = {
  ...{ kind: 'Deployment', name: 'web', health: always('Healthy') },
  nodes: () => [version('web', 'rs', 4), pod('ReplicaSet', 'rs', 'Healthy', dayBefore)],
};

/** One of which the sync made a new version that is ready after half a minute. */
const good: Given = {
  ...{ kind: 'Deployment', name: 'web', did: 'configured' },
  health: (second) => (second < 30 ? 'Progressing' : 'Healthy'),
  nodes: (second) => [
    version('web', 'rs', 4),
    version('web', 'rs2', 5, at(1)),
    ...(second < 30 ? [pod('ReplicaSet', 'rs', 'Healthy', dayBefore)] : []),
    pod('ReplicaSet', 'rs2', second < 30 ? 'Progressing' : 'Healthy', at(2)),
  ],
};

describe('pods of other things are no evidence about the version', () => {
  test.each<[string, (second: number) => readonly object[], string]>([
    [
      "an operator's pod that is replaced 20 s after the sync and never Healthy to Argo CD",
      () => [pod('ArangoMember', 'm1', 'Progressing', at(20))],
      'Progressing',
    ],
    [
      "a workflow's pod that failed 60 s after the sync",
      (second) => (second > 60 ? [pod('Workflow', 'wf', 'Degraded', at(60))] : []),
      'Progressing',
    ],
    [
      "a job's pod that failed 60 s after the sync",
      (second) => (second > 60 ? [pod('Job', 'j', 'Degraded', at(60))] : []),
      'Progressing',
    ],
  ])('%s', async (_, nodes, health) => {
    const other: Given = {
      kind: 'ArangoDeployment',
      name: 'db',
      health: always(health),
      before: 'Progressing',
    };
    const { verdict, kinds, rollout } = await watched({ objects: [idle, other], nodes });
    expect(kinds).toEqual(['nothing-new']);
    expect(verdict.outcome).not.toBe('regression');
    expect(rollout).toMatchObject({ canary: { total: 0 }, stable: { total: 0 }, over: true });
  });
});

describe('what else is in the application is no evidence either: a good Deployment is known good', () => {
  test.each<[string, Given]>([
    [
      'beside a CronJob that failed 60 s after the sync',
      { kind: 'CronJob', name: 'report', health: (second) => (second < 60 ? 'Healthy' : 'Degraded') },
    ],
    [
      'beside a Job that failed long before',
      { kind: 'Job', name: 'seed', health: always('Degraded'), before: 'Degraded' },
    ],
    [
      'beside an Ingress that never gets an address',
      { kind: 'Ingress', name: 'web', health: always('Progressing'), before: 'Progressing' },
    ],
    [
      'beside an autoscaler that cannot read its metric, before and after',
      { kind: 'HorizontalPodAutoscaler', name: 'web', health: always('Degraded'), before: 'Degraded' },
    ],
    [
      "beside an operator's object that was Degraded before, although every apply says that it wrote it",
      {
        kind: 'Kafka',
        name: 'events',
        health: always('Degraded'),
        before: 'Degraded',
        did: 'serverside-applied',
      },
    ],
    [
      'beside another Deployment that has been Degraded for days',
      {
        ...{ kind: 'Deployment', name: 'ads', health: always('Degraded'), before: 'Degraded' },
        nodes: () => [version('ads', 'ads1', 2), pod('ReplicaSet', 'ads1', 'Degraded', dayBefore)],
      },
    ],
    [
      'beside another whose only pod was drained from its node, and does not come back for a while',
      {
        ...{ kind: 'Deployment', name: 'ads' },
        health: (second) => (second > 20 && second < 200 ? 'Progressing' : 'Healthy'),
        nodes: (second) => [
          version('ads', 'ads1', 2),
          pod('ReplicaSet', 'ads1', second > 20 && second < 200 ? 'Degraded' : 'Healthy', at(15)),
        ],
      },
    ],
  ])('%s', async (_, other) => {
    const { verdict, kinds, asked, looks } = await watched({ objects: [good, other] });
    expect(verdict).toMatchObject({ outcome: 'healthy' });
    expect(kinds).not.toContain('failed');
    // A look asks for the application, and for its tree where that is not Healthy.
    expect(asked.filter((path) => path === '')).toHaveLength(looks);
    expect(asked.length).toBeLessThanOrEqual(2 * looks);
  });

  test('and its rollout is over when its own pods are', async () => {
    const ingress: Given = {
      kind: 'Ingress',
      name: 'web',
      health: always('Progressing'),
      before: 'Progressing',
    };
    expect((await watched({ objects: [good, ingress] })).rolling).toEqual([10, 20]);
    const unreadable = { objects: [good, ingress], mayReadTree: false };
    expect((await watched(unreadable)).rolling).toEqual([10, 20]);
  });
});

describe('a version that fails is a failure, whatever the application is called', () => {
  const crashing = (kind: string, versions: readonly object[], of: string): Given => ({
    ...{ kind, name: 'web', health: always('Progressing'), did: 'configured' },
    nodes: () => [...versions, pod('any', 'old', 'Healthy', dayBefore), pod('any', of, 'Degraded', at(2))],
  });

  test('a Deployment whose new pods crash beside its old ones is a regression', async () => {
    const web = crashing('Deployment', [version('web', 'old', 4), version('web', 'new', 5, at(1))], 'new');
    expect((await watched({ objects: [web] })).verdict.outcome).toBe('regression');
  });

  test('so is a StatefulSet whose new pod crashes, which Argo CD never calls Degraded', async () => {
    const hashed = (hash: string, status: string, createdAt: string) => ({
      ...pod('StatefulSet', 'web', status, createdAt),
      networkingInfo: { labels: { 'controller-revision-hash': hash } },
    });
    const web: Given = {
      ...{ kind: 'StatefulSet', name: 'web', health: always('Progressing'), did: 'configured' },
      nodes: () => [
        version('web', 'web-1', 1, dayBefore, 'ControllerRevision'),
        version('web', 'web-2', 2, at(1), 'ControllerRevision'),
        ...[hashed('1', 'Healthy', dayBefore), hashed('2', 'Degraded', at(2))],
      ],
    };
    const { verdict, kinds } = await watched({ objects: [web] });
    expect(kinds).toEqual(['nothing-new', 'failed']);
    expect(verdict.outcome).toBe('regression');
  });

  test.each([
    ['with what was rendered', ['Rollout/shop/web']],
    ['without', undefined],
  ])('a Rollout that was aborted fails although its old pods serve again, %s', async (_, rendered) => {
    const web: Given = {
      ...{ kind: 'Rollout', name: 'web', did: 'configured' },
      health: (second) => (second < 60 ? 'Progressing' : 'Degraded'),
      nodes: (second) => [
        version('web', 'old', 4),
        version('web', 'new', 5, at(1)),
        pod('ReplicaSet', 'old', 'Healthy', dayBefore),
        ...(second < 60 ? [pod('ReplicaSet', 'new', 'Progressing', at(2))] : []),
      ],
    };
    const { verdict, kinds } = await watched({ objects: [web], ...(rendered && { rendered }) });
    expect(kinds).toEqual(['nothing-new', 'failed']);
    // Nothing of the new version is left to be compared with: a second witness has to say so too.
    expect(verdict).toMatchObject({ outcome: 'ambiguous', reason: 'one-witness' });
  });

  test('a Deployment whose quota leaves no room for one new pod fails at its own deadline', async () => {
    const web: Given = {
      ...{ kind: 'Deployment', name: 'web', did: 'configured' },
      health: (second) => (second < 600 ? 'Progressing' : 'Degraded'),
      nodes: () => [
        version('web', 'old', 4),
        version('web', 'new', 5, at(1)),
        pod('ReplicaSet', 'old', 'Healthy', dayBefore),
      ],
    };
    const { verdict, kinds } = await watched({ objects: [web] });
    expect(kinds).toEqual(['nothing-new', 'failed']);
    expect(verdict.outcome).toBe('ambiguous');
  });

  test('an Ingress that the sync changed, and that is Degraded since, fails beside a good Deployment', async () => {
    const ingress: Given = {
      ...{ kind: 'Ingress', name: 'web', did: 'configured' },
      health: (second) => (second < 40 ? 'Healthy' : 'Degraded'),
    };
    expect((await watched({ objects: [good, ingress] })).kinds).toContain('failed');
    expect((await watched({ objects: [good, ingress], mayReadTree: false })).kinds).toContain('failed');
  });
});

describe('what was Degraded before and is mended by the sync', () => {
  const mended: Given = {
    ...{ kind: 'Deployment', name: 'web', did: 'configured', before: 'Degraded' },
    health: (second) => (second < 15 ? 'Degraded' : second < 40 ? 'Progressing' : 'Healthy'),
    nodes: (second) => [
      version('web', 'bad', 4),
      pod('ReplicaSet', 'bad', 'Degraded', dayBefore),
      ...(second < 15 ? [] : [version('web', 'fix', 5, at(12))]),
      ...(second < 15 ? [] : [pod('ReplicaSet', 'fix', second < 40 ? 'Progressing' : 'Healthy', at(12))]),
    ],
  };

  test.each([
    ['with what was rendered', ['Deployment/shop/web']],
    ['without', undefined],
  ])('is no failure while Argo CD still tells of the version before, %s', async (_, rendered) => {
    const { verdict, kinds } = await watched({ objects: [mended], ...(rendered && { rendered }) });
    expect(kinds).not.toContain('failed');
    expect(verdict.outcome).toBe('healthy');
  });
});

describe('where nobody can tell whose it is', () => {
  test('an application that gets Degraded is neither a regression nor healthy', async () => {
    const config: Given = { kind: 'ConfigMap', name: 'web', health: always(''), did: 'configured' };
    const reader: Given = { ...idle, health: (second) => (second < 60 ? 'Healthy' : 'Degraded') };
    for (const mayReadTree of [true, false]) {
      const { verdict, kinds } = await watched({ objects: [config, reader], mayReadTree });
      expect(kinds).toEqual(['passed', 'unread']);
      expect(verdict.outcome).not.toBe('healthy');
      expect(verdict.outcome).not.toBe('regression');
      expect(verdict).toMatchObject({ reason: 'health-unclear' });
    }
  });

  test('a sync that changed a ConfigMap alone has nothing that was Degraded before to answer for', async () => {
    const config: Given = { kind: 'ConfigMap', name: 'web', health: always(''), did: 'configured' };
    const job: Given = { kind: 'CronJob', name: 'report', health: always('Degraded'), before: 'Degraded' };
    const { verdict, kinds } = await watched({ objects: [idle, config, job] });
    expect(kinds).toEqual(['nothing-new']);
    expect(verdict).toMatchObject({ outcome: 'ambiguous' });
  });
});
