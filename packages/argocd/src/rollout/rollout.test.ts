import { fixtureJson } from '@backout/world/fixtures';
import { describe, expect, test } from 'vitest';
import { parseRollout } from './rollout.ts';

const recorded = fixtureJson('argocd-api/07b-degraded-resource-tree.json');
const sync = Date.parse('2026-11-21T00:40:32.400Z');
const [before, after] = ['30:00', '40:33'];

interface Pod {
  /** what made it */
  readonly of: string;
  /** minutes and seconds */
  readonly at?: string | null;
  readonly status?: string;
  /** of a StatefulSet or a DaemonSet */
  readonly hash?: string;
}

interface Described {
  readonly kind?: string;
  readonly name?: string;
  readonly status?: string;
  readonly owner?: string;
  /** numbers, by the uid of the ReplicaSet or the name of the ControllerRevision */
  readonly versions: Readonly<Record<string, number>>;
}

function podNode({ of, at = after, status = 'Healthy', hash }: Pod, index: number): object {
  return {
    ...{ kind: 'Pod', uid: `pod-${index}`, name: `pod-${index}`, namespace: 'shop', health: { status } },
    ...(at !== null && { createdAt: `2026-11-21T00:${at}Z` }),
    parentRefs: of === '' ? [] : [{ kind: 'any', uid: of }],
    ...(hash !== undefined && { networkingInfo: { labels: { 'controller-revision-hash': hash } } }),
  };
}

function workloadNodes({
  kind = 'Deployment',
  name = 'web',
  status = 'Progressing',
  owner,
  versions,
}: Described) {
  const replicas = kind === 'Deployment' || kind === 'Rollout';
  return [
    {
      ...{ kind, name, uid: name, namespace: 'shop', health: { status } },
      ...(owner !== undefined && { parentRefs: [{ kind: owner, uid: owner }] }),
    },
    ...Object.entries(versions).map(([version, number]) => ({
      kind: replicas ? 'ReplicaSet' : 'ControllerRevision',
      ...{ name: version, uid: version, namespace: 'shop', createdAt: '2026-11-21T00:00:00Z' },
      parentRefs: [{ kind, uid: name }],
      ...(number > 0 && { info: [{ name: 'Revision', value: `Rev:${number}` }] }),
    })),
  ];
}

function rollout(
  workloads: readonly Described[],
  pods: readonly Pod[],
  changed: readonly string[] | null = null,
) {
  const nodes = [...pods.map(podNode), ...workloads.flatMap(workloadNodes)];
  const changedWorkloads = changed && new Set(changed);
  const parsed = parseRollout({ nodes }, { since: sync, changedWorkloads });
  if (parsed === null) throw new Error('the tree was not understood');
  return parsed;
}

/** The only workload, as changed, new pods and old ones, and whether it is over. */
function seen(described: Described, pods: readonly Pod[], changed: readonly string[] | null = null) {
  const [one] = rollout([described], pods, changed).workloads;
  return one === undefined ? null : [one.changed, one.canary.total, one.stable.total, one.over];
}

const web = { versions: { v1: 1, v2: 2 } };
const none = { total: 0, ready: 0, failing: 0, since: null };

describe('the pods of a rollout', () => {
  test('of a real Argo CD: one of the new version that crashes, three of the old one that serve', () => {
    const [canary, stable] = [
      { total: 1, ready: 0, failing: 1, since: Date.parse('2026-11-21T00:40:32Z') },
      { total: 3, ready: 3, failing: 0, since: Date.parse('2026-11-21T00:40:11Z') },
    ];
    expect(parseRollout(recorded, { since: sync, changedWorkloads: null })).toEqual({
      ...{ canary, stable, over: false, pastDeadline: true },
      workloads: [
        {
          ...{ id: 'Deployment/default/web', changed: true, begun: true, health: 'Degraded' },
          ...{ canary, stable, over: false },
        },
      ],
    });
  });

  test('of several workloads are counted together while each has some that are ready', () => {
    const worker = { name: 'worker', versions: { w1: 4, w2: 5 } };
    const pods = [
      ...[{ of: 'v2' }, { of: 'v2', status: 'Progressing', at: '40:40' }, { of: 'v1', at: before }],
      ...[
        { of: 'w2', at: '40:35' },
        { of: 'w2', status: 'Degraded' },
        { of: 'w1', at: '20:00', status: 'Degraded' },
      ],
    ];
    expect(rollout([web, worker], pods)).toMatchObject({
      canary: { total: 4, ready: 2, failing: 1, since: Date.parse('2026-11-21T00:40:33Z') },
      stable: { total: 2, ready: 1, failing: 1, since: Date.parse('2026-11-21T00:20:00Z') },
    });
  });

  test('are of what has begun: a workload without new pods is not behind', () => {
    const worker = { name: 'worker', versions: { w1: 4 } };
    const pods = [{ of: 'v2' }, { of: 'w1', at: before }];
    expect(rollout([worker, web], pods)).toMatchObject({ canary: { total: 1, ready: 1 } });
    const both = ['Deployment/shop/web', 'Deployment/shop/worker'];
    expect(rollout([{ ...worker, versions: {} }, web], pods, both)).toMatchObject({
      canary: { total: 1, ready: 1 },
    });
  });

  test('are those of the workload that has none ready, beside its own old ones', () => {
    const worker = { name: 'worker', versions: { w1: 4, w2: 5 } };
    const pods = [
      { of: 'v2' },
      { of: 'v1', at: before },
      { of: 'v1', at: before },
      { of: 'w2', status: 'Progressing' },
    ];
    expect(rollout([web, worker], pods)).toMatchObject({
      canary: { total: 1, ready: 0 },
      stable: none,
    });
  });

  test.each<[string, Pod, Pod, string]>([
    [
      'the one that fails',
      { of: 'a', status: 'Progressing', at: '40:33' },
      { of: 'b', status: 'Degraded', at: '40:50' },
      '40:50',
    ],
    [
      'the one that has waited longer',
      { of: 'a', status: 'Progressing', at: '40:50' },
      { of: 'b', status: 'Progressing', at: '40:40' },
      '40:40',
    ],
    [
      'the first of two that fail',
      { of: 'a', status: 'Degraded', at: '40:50' },
      { of: 'b', status: 'Degraded', at: '40:59' },
      '40:50',
    ],
  ])('of two workloads that do not get ready are those of %s', (_, one, other, at) => {
    const two = [
      { name: 'one', versions: { a: 1 } },
      { name: 'other', versions: { b: 1 } },
    ];
    expect(rollout(two, [one, other]).canary.since).toBe(Date.parse(`2026-11-21T00:${at}Z`));
  });
});

describe('what a sync changed', () => {
  test('is a workload whose newest version began after it, in all its pods', () => {
    expect(seen(web, [{ of: 'v2' }, { of: 'v2' }, { of: 'v1', at: before }])).toEqual([true, 2, 1, false]);
    expect(seen(web, [{ of: 'v2' }, { of: 'v2', at: '40:32' }])).toEqual([true, 2, 0, false]);
  });

  test('is not told by a newest version that was there before, wholly or in part', () => {
    expect(seen(web, [{ of: 'v2', at: before }, { of: 'v2' }])).toEqual([null, 0, 0, null]);
    expect(seen(web, [{ of: 'v2', at: '40:31' }])).toEqual([null, 0, 0, null]);
    expect(seen(web, [{ of: 'v2', at: null }])).toEqual([null, 0, 0, null]);
    expect(seen(web, [{ of: 'v1' }])).toEqual([null, 0, 0, null]);
  });

  test('is a version that was there once, with a higher number now', () => {
    expect(seen({ versions: { v1: 3, v2: 2 } }, [{ of: 'v1' }, { of: 'v2', at: before }])).toEqual([
      true,
      1,
      1,
      false,
    ]);
    expect(seen({ versions: { v9: 9, v10: 10 } }, [{ of: 'v10' }])).toEqual([true, 1, 0, false]);
  });

  test('is what the renderings say, where they could be compared', () => {
    const pods = [{ of: 'v2', at: before }, { of: 'v2' }, { of: 'v1', at: before }];
    expect(seen(web, pods, ['Deployment/shop/web'])).toEqual([true, 2, 1, false]);
    expect(seen(web, [{ of: 'v2' }], [])).toEqual([false, 0, 0, true]);
    expect(seen(web, [{ of: 'v2' }], ['Deployment/other/web', 'StatefulSet/shop/web'])).toEqual([
      false,
      0,
      0,
      true,
    ]);
  });

  test.each(['StatefulSet', 'DaemonSet'])('of a %s is told by the hash on its pods', (kind) => {
    const described = { kind, name: 'db', versions: { 'db-1': 1, 'db-2': 2 } };
    const pods = [
      { of: 'db', hash: '2' },
      { of: 'db', hash: '1', at: before },
    ];
    expect(seen(described, pods)).toEqual([true, 1, 1, false]);
    const full = [
      { of: 'db', hash: 'db-2' },
      { of: 'db', hash: 'db-1', at: before },
      { of: 'db', at: before },
    ];
    expect(seen(described, full)).toEqual([true, 1, 2, false]);
    expect(seen(described, [{ of: 'db' }])).toEqual([null, 0, 0, null]);
    expect(seen(described, [{ of: 'db', hash: '' }])).toEqual([null, 0, 0, null]);
  });

  test("is a Rollout of Argo's as well", () => {
    expect(seen({ ...web, kind: 'Rollout', status: 'Suspended' }, [{ of: 'v2' }])).toEqual([
      true,
      1,
      0,
      false,
    ]);
  });

  test('has no new pods where nothing tells which version is the newest', () => {
    const described = { kind: 'StatefulSet', name: 'db', versions: { 'db-1': 0, 'db-2': 0 } };
    const pods = [{ of: 'db', hash: '2' }];
    expect(seen(described, pods, ['StatefulSet/shop/db'])).toEqual([true, 0, 0, false]);
    expect(seen({ ...described, versions: {} }, pods)).toEqual([null, 0, 0, null]);
  });
});

describe('pods of other things', () => {
  test.each<[string, readonly object[], readonly Pod[]]>([
    ['a job', [{ kind: 'Job', uid: 'j' }], [{ of: 'j', status: 'Degraded' }]],
    ['a workflow', [{ kind: 'Workflow', uid: 'wf' }], [{ of: 'wf', status: 'Degraded' }]],
    ["an operator's resource", [{ kind: 'ArangoMember', uid: 'm' }], [{ of: 'm', status: 'Progressing' }]],
    ['nobody', [], [{ of: '', status: 'Degraded' }]],
    [
      'a ReplicaSet of nobody',
      [{ kind: 'ReplicaSet', uid: 'r', info: [{ name: 'Revision', value: 'Rev:1' }] }],
      [{ of: 'r' }],
    ],
  ])('are no evidence: of %s', (_, others, pods) => {
    const quiet = { status: 'Healthy', versions: { v1: 1 } };
    const nodes = [...others, ...[...pods, { of: 'v1', at: before }].map(podNode), ...workloadNodes(quiet)];
    expect(parseRollout({ nodes }, { since: sync, changedWorkloads: null })).toMatchObject({
      ...{ canary: none, stable: none, over: true },
      workloads: [{ changed: null }],
    });
  });

  test('are those of a workload that an operator made', () => {
    expect(seen({ ...web, owner: 'Kafka' }, [{ of: 'v2', status: 'Degraded' }])).toBeNull();
  });

  test('of another workload are not of this one', () => {
    const worker = { name: 'worker', versions: { w1: 1 } };
    const { workloads } = rollout([web, worker], [{ of: 'w1' }, { of: 'v2' }, { of: 'v1', at: before }]);
    expect(workloads.map(({ id, canary, stable }) => [id, canary.total, stable.total])).toEqual([
      ['Deployment/shop/web', 1, 1],
      ['Deployment/shop/worker', 1, 0],
    ]);
  });
});

describe('a rollout is over', () => {
  const pods = [{ of: 'v2' }, { of: 'v1', at: before }];
  const over = (status: string, changed: readonly string[] | null, of = pods) =>
    rollout([{ ...web, status }], of, changed).over;

  test.each([
    ['Healthy', true],
    ['Progressing', false],
    ['Degraded', false],
    ['Suspended', false],
    ['Unknown', false],
  ])('where the workload that changed is %s: %s', (status, expected) => {
    expect(over(status, null)).toBe(expected);
    expect(over(status, ['Deployment/shop/web'])).toBe(expected);
  });

  test('for a workload that did not change, whatever it is', () => {
    expect(over('Progressing', [])).toBe(true);
  });

  test('is not known of one of which it is not known whether it changed', () => {
    const unchanged = [{ of: 'v2', at: before }];
    expect(over('Progressing', null, unchanged)).toBeNull();
    expect(over('Healthy', null, unchanged)).toBe(true);
  });

  test('when it is for each of them', () => {
    const both = (one: string, other: string, changed: readonly string[] | null) =>
      rollout(
        [
          { ...web, status: one },
          { name: 'worker', status: other, versions: { w1: 1 } },
        ],
        pods,
        changed,
      ).over;
    const all = ['Deployment/shop/web', 'Deployment/shop/worker'];
    expect(both('Healthy', 'Healthy', all)).toBe(true);
    expect(both('Healthy', 'Progressing', all)).toBe(false);
    expect(both('Progressing', 'Progressing', null)).toBe(false);
    expect(both('Healthy', 'Progressing', null)).toBeNull();
    expect(both('Healthy', 'Progressing', ['Deployment/shop/web'])).toBe(true);
  });
});

test('nothing was rolled out, or nothing can be understood', () => {
  const told = { since: sync, changedWorkloads: null };
  expect(parseRollout({}, told)).toEqual({
    ...{ canary: none, stable: none, workloads: [], over: true, pastDeadline: false },
  });
  expect(parseRollout({ nodes: null }, told)).toEqual({
    canary: none,
    stable: none,
    workloads: [],
    over: true,
    pastDeadline: false,
  });
  expect(parseRollout({ nodes: [{ kind: 3 }] }, told)).toBeNull();
  expect(parseRollout('no tree', told)).toBeNull();
});

describe('what says more of a workload', () => {
  const told = { since: sync, changedWorkloads: null };

  test('is a version that was made after the sync, although no pod of it could begin', () => {
    const made = { ...web, status: 'Degraded' };
    const nodes = [podNode({ of: 'v1', at: before }, 0), ...workloadNodes(made)].map((node) =>
      'uid' in node && node.uid === 'v2' ? { ...node, createdAt: '2026-11-21T00:40:32Z' } : node,
    );
    expect(parseRollout({ nodes }, told)?.workloads).toMatchObject([
      { changed: true, begun: true, health: 'Degraded', canary: none, stable: { total: 1 }, over: false },
    ]);
  });

  test('is that the sync found it as it should be: its pods were replaced for reasons of their own', () => {
    const nodes = [podNode({ of: 'v2', status: 'Degraded' }, 0), ...workloadNodes(web)];
    const unchanged = new Set(['Deployment/shop/web']);
    expect(parseRollout({ nodes }, { ...told, unchanged })?.workloads).toMatchObject([
      { changed: false, begun: true, canary: none, over: true },
    ]);
    // What was rendered knows better: an apply may say that it changed nothing when it was done before.
    const changedWorkloads = unchanged;
    expect(parseRollout({ nodes }, { ...told, unchanged, changedWorkloads })?.workloads).toMatchObject([
      { changed: true, canary: { failing: 1 } },
    ]);
  });

  test('is not the version before, while the controller has not seen the sync yet', () => {
    const pods = [{ of: 'v2', at: before, status: 'Degraded' }];
    expect(rollout([{ ...web, status: 'Degraded' }], pods, ['Deployment/shop/web'])).toMatchObject({
      ...{ canary: none, pastDeadline: false },
      workloads: [{ changed: true, begun: false, health: 'Degraded' }],
    });
  });

  test('is a deadline of its own: of what has no pod ready, and of nothing beside it', () => {
    const worker = { name: 'worker', status: 'Degraded', versions: { w1: 1 } };
    const ready = { of: 'w1' };
    const starting = { of: 'v2', status: 'Progressing' };
    expect(rollout([web, worker], [ready, starting]).pastDeadline).toBe(false);
    expect(rollout([{ ...web, status: 'Degraded' }], [starting]).pastDeadline).toBe(true);
  });
});
