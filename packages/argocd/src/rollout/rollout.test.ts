import { fixtureJson } from '@backout/world/fixtures';
import { describe, expect, test } from 'vitest';
import {
  before,
  none,
  type Pod,
  podNode,
  rollout,
  seen,
  syncBegan,
  web,
  workloadNodes,
} from '../testing/tree.ts';
import { parseRollout } from './rollout.ts';

const recorded = fixtureJson('argocd-api/07b-degraded-resource-tree.json');

describe('the pods of a rollout', () => {
  test('of a real Argo CD: one of the new version that crashes, three of the old one that serve', () => {
    const [canary, stable] = [
      { total: 1, ready: 0, failing: 1, since: Date.parse('2026-11-21T00:40:32Z') },
      { total: 3, ready: 3, failing: 0, since: Date.parse('2026-11-21T00:40:11Z') },
    ];
    expect(parseRollout(recorded, { since: syncBegan, changedWorkloads: null })).toEqual({
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
      stable: none,
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
    expect(parseRollout({ nodes }, { since: syncBegan, changedWorkloads: null })).toMatchObject({
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

test('nothing was rolled out, or nothing can be understood', () => {
  const told = { since: syncBegan, changedWorkloads: null };
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
