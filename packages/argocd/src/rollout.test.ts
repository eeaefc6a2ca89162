import { fixtureJson } from '@backout/world/fixtures';
import { describe, expect, test } from 'vitest';
import { parseRollout } from './rollout.ts';

const recorded = fixtureJson('argocd-api/07b-degraded-resource-tree.json');
const sync = Date.parse('2026-11-21T00:40:32.400Z');

interface Pod {
  readonly name: string;
  readonly owner: string;
  readonly at: string;
  readonly status: string;
  readonly hash?: string;
}

function tree(pods: readonly Pod[], sets: Readonly<Record<string, number>>) {
  const nodes = [
    ...pods.map(({ name, owner, at, status, hash }) => ({
      ...{ kind: 'Pod', uid: name, createdAt: `2026-11-21T00:${at}Z`, health: { status } },
      parentRefs: [{ kind: owner in sets ? 'ReplicaSet' : owner, uid: owner }],
      ...(hash !== undefined && { networkingInfo: { labels: { 'controller-revision-hash': hash } } }),
    })),
    ...Object.entries(sets).map(([uid, revision]) => ({
      ...{ kind: 'ReplicaSet', uid, parentRefs: [{ kind: 'Deployment', uid: 'web' }] },
      info: [{ name: 'Revision', value: `Rev:${revision}` }],
    })),
  ];
  return parseRollout({ nodes }, sync);
}

describe('the pods of a rollout', () => {
  test('of a real Argo CD: one of the new version that crashes, three of the old one that serve', async () => {
    const json: unknown = recorded;
    expect(parseRollout(json, sync)).toEqual({
      canary: { total: 1, ready: 0, failing: 1, since: Date.parse('2026-11-21T00:40:32Z') },
      stable: { total: 3, ready: 3, failing: 0, since: Date.parse('2026-11-21T00:40:11Z') },
    });
  });

  test('a pod more of the old version is not of the new one', () => {
    const pods = [
      { name: 'a', owner: 'v2', at: '40:33', status: 'Progressing' },
      { name: 'b', owner: 'v1', at: '40:40', status: 'Healthy' },
    ];
    expect(tree(pods, { v1: 1, v2: 2 })).toMatchObject({
      canary: { total: 1, ready: 0, failing: 0 },
      stable: { total: 1, ready: 1 },
    });
  });

  test('going back to a version that was there reuses its ReplicaSet', () => {
    const pods = [
      { name: 'a', owner: 'v1', at: '40:33', status: 'Healthy' },
      { name: 'b', owner: 'v2', at: '40:10', status: 'Degraded' },
    ];
    expect(tree(pods, { v1: 3, v2: 2 })).toMatchObject({
      canary: { total: 1, ready: 1 },
      stable: { failing: 1 },
    });
  });

  test('a pod that is moved while nothing is rolled out is not new', () => {
    const pods = [
      { name: 'a', owner: 'v1', at: '30:00', status: 'Healthy' },
      { name: 'b', owner: 'v1', at: '40:40', status: 'Degraded' },
    ];
    expect(tree(pods, { v1: 1 })).toMatchObject({ canary: { total: 0 }, stable: { total: 2, failing: 1 } });
  });

  test('a StatefulSet marks its versions on its pods', () => {
    const stable = { name: 'db-0', owner: 'StatefulSet', at: '30:00', status: 'Healthy', hash: 'a' };
    const pod = { name: 'db-1', owner: 'StatefulSet', at: '40:32', status: 'Progressing' };
    expect(tree([stable, { ...pod, hash: 'b' }], {})).toMatchObject({
      canary: { total: 1 },
      stable: { ready: 1 },
    });
    expect(tree([stable, { ...pod, hash: 'a' }], {})).toMatchObject({
      canary: { total: 0 },
      stable: { total: 2 },
    });
  });

  test('of two things that were rolled out, one with none ready is told of', () => {
    const pods = [
      { name: 'a', owner: 'web', at: '40:33', status: 'Healthy' },
      { name: 'b', owner: 'worker', at: '40:34', status: 'Degraded' },
      { name: 'c', owner: 'worker', at: '40:34', status: 'Progressing' },
    ];
    expect(tree(pods, { web: 2 })).toMatchObject({ canary: { total: 2, ready: 0, failing: 1 } });
  });

  test('jobs come and go and say nothing', () => {
    const pods = [{ name: 'migrate', owner: 'Job', at: '40:33', status: 'Degraded' }];
    expect(tree(pods, {})).toMatchObject({ canary: { total: 0 }, stable: { total: 0 } });
  });

  test('nothing was rolled out, or nothing can be understood', () => {
    expect(parseRollout({}, sync)).toMatchObject({ canary: { total: 0, since: null } });
    expect(parseRollout({ nodes: [{ kind: 3 }] }, sync)).toBeNull();
    expect(parseRollout('no tree', sync)).toBeNull();
  });
});
