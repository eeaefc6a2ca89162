import { describe, expect, test } from 'vitest';
import { at } from './moments.ts';
import { dayBefore, type Given, replaced, watched } from './readiness-scene.ts';

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
    const { verdict, kinds, asked } = await watched({ objects: [good, other] });
    expect(verdict).toMatchObject({ outcome: 'healthy' });
    expect(kinds).not.toContain('failed');
    // A look asks for the application, and for its tree where that is not Healthy.
    expect(asked.filter((path) => path === '')).toHaveLength(verdict.looks);
    expect(asked.length).toBeLessThanOrEqual(2 * verdict.looks);
  });

  test('and its rollout is over when its own pods are', async () => {
    const ingress: Given = {
      kind: 'Ingress',
      name: 'web',
      health: always('Progressing'),
      before: 'Progressing',
    };
    expect(await replaced({ objects: [good, ingress] })).toEqual({ listed: [10, 20], read: [10, 20] });
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
    expect(verdict).toMatchObject({ outcome: 'ambiguous', reason: 'no-workload-changed' });
  });

  test('a rollout that does not end while it is watched is told as that', async () => {
    const slow: Given = { ...good, health: always('Progressing') };
    const { verdict, kinds } = await watched({ objects: [slow] });
    expect(kinds).toEqual(['nothing-new']);
    expect(verdict).toMatchObject({ outcome: 'ambiguous', reason: 'rollout-unfinished' });
  });
});
