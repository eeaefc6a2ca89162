import { describe, expect, test } from 'vitest';
import {
  after,
  before,
  none,
  podNode,
  rollout,
  seen,
  syncBegan,
  web,
  workloadNodes,
} from '../testing/tree.ts';
import { parseRollout } from './rollout.ts';

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
    expect(seen(described, [{ of: 'db', hash: '1' }])).toEqual([null, 0, 0, null]);
    expect(rollout([{ ...described, versions: {} }], pods).workloads).toMatchObject([{ begun: false }]);
  });

  test.each([
    ['another number', [{ name: 'Containers', value: 'Rev:9' }]],
    ['no number', [{ name: 'Revision', value: 'Rev:9-rc' }]],
    ['no number either', [{ name: 'Revision', value: 'PreRev:9' }]],
  ])('is no version that has %s', (_, info) => {
    const odd = {
      kind: 'ReplicaSet',
      uid: 'odd',
      name: 'odd',
      parentRefs: [{ kind: 'Deployment', uid: 'web' }],
    };
    const nodes = [
      ...workloadNodes(web),
      { ...odd, info },
      podNode({ of: 'odd' }, 0),
      podNode({ of: 'v2' }, 1),
    ];
    expect(parseRollout({ nodes }, { since: syncBegan, changedWorkloads: null })?.workloads).toMatchObject([
      { changed: true, canary: { total: 1 }, stable: none },
    ]);
  });

  test('is no version that is of another kind', () => {
    const parentRefs = [{ kind: 'Rollout', uid: 'web' }];
    const info = [{ name: 'Revision', value: 'Rev:9' }];
    const run = { kind: 'AnalysisRun', uid: 'run', name: 'run', parentRefs, info };
    const nodes = [...workloadNodes(web), run, podNode({ of: 'v2' }, 0)];
    expect(parseRollout({ nodes }, { since: syncBegan, changedWorkloads: null })?.workloads).toMatchObject([
      { changed: true, canary: { total: 1 } },
    ]);
  });

  test('is what was made in the second in which the sync began: Argo CD cuts the rest', () => {
    const began = Date.parse(`2026-11-21T00:${after}Z`);
    const nodes = [...workloadNodes(web), podNode({ of: 'v2' }, 0)];
    const changed = (since: number) =>
      parseRollout({ nodes }, { since, changedWorkloads: null })?.workloads[0]?.changed;
    expect([changed(began + 999), changed(began + 1_000)]).toEqual([true, null]);
  });
});

describe('what says more of a workload', () => {
  const told = { since: syncBegan, changedWorkloads: null };

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
describe('what a tree leaves out', () => {
  const told = { since: syncBegan, changedWorkloads: null };

  test('of a workload is empty, and its health is not known', () => {
    expect(parseRollout({ nodes: [{ kind: 'Deployment' }] }, told)?.workloads).toMatchObject([
      { id: 'Deployment//', health: 'Unknown', over: null },
    ]);
    expect(rollout([{ ...web, status: 'Odd' }], []).workloads).toMatchObject([{ health: 'Unknown' }]);
  });

  test('of a pod makes it neither ready nor failing', () => {
    const pod = { ...podNode({ of: 'v2' }, 0), health: undefined };
    expect(parseRollout({ nodes: [...workloadNodes(web), pod] }, told)?.canary).toMatchObject({
      ...{ total: 1, ready: 0, failing: 0 },
    });
  });

  test('of the times of pods is not the first of them', () => {
    const pods = [{ of: 'v2', at: null }, { of: 'v2' }];
    expect(rollout([web], pods, ['Deployment/shop/web']).canary).toMatchObject({
      ...{ total: 2, since: Date.parse(`2026-11-21T00:${after}Z`) },
    });
  });

  test('of the labels of a pod leaves it to the version before', () => {
    const described = { kind: 'StatefulSet', name: 'db', versions: { 'db-1': 1, 'db-2': 2 } };
    const bare = { ...podNode({ of: 'db', at: before }, 1), networkingInfo: {} };
    const nodes = [...workloadNodes(described), podNode({ of: 'db', hash: '2' }, 0), bare];
    expect(parseRollout({ nodes }, told)?.workloads).toMatchObject([
      { changed: true, canary: { total: 1 }, stable: { total: 1 } },
    ]);
  });
});
