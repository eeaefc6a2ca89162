import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { changedResources, changedWorkloads, compareRendered } from './compare.ts';

type Written = Record<string, unknown>;

const deployment = (image: string, more: Written = {}, metadata: Written = {}) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', ...metadata },
  spec: { replicas: 2, template: { spec: { containers: [{ name: 'web', image }] } }, ...more },
});
const config = (data: Written, metadata: Written = {}) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'settings', ...metadata },
  data,
});
const secret = (value: string) => ({
  ...{ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'key' }, data: { key: value } },
});

function compared(before: readonly object[], after: readonly object[]) {
  const documents = (objects: readonly object[]) => objects.map((one) => JSON.stringify(one));
  const comparison = compareRendered(documents(before), documents(after));
  if (comparison === null) throw new Error('the manifests were not understood');
  return comparison;
}

const object = (change: string, kind: string, name: string, more: Written = {}) => ({
  ...{ change, kind, name, group: '', namespace: null, fields: [], podTemplate: false, hook: false },
  ...more,
});

describe('between two renderings', () => {
  test('an image changed: the field and the pods', () => {
    expect(
      compared([deployment('web:1'), config({ a: '1' })], [config({ a: '1' }), deployment('web:2')]),
    ).toEqual({
      objects: [
        object('changed', 'Deployment', 'web', {
          ...{ group: 'apps', podTemplate: true, fields: ['spec.template.spec.containers.web.image'] },
        }),
      ],
      maskedSecrets: false,
    });
  });

  test('the number of pods changed, and none of them is new', () => {
    expect(compared([deployment('web:1')], [deployment('web:1', { replicas: 3 })]).objects).toMatchObject([
      { fields: ['spec.replicas'], podTemplate: false },
    ]);
  });

  test('objects came and went, and are told in the order of their kinds', () => {
    const { objects } = compared([config({})], [deployment('web:1')]);
    expect(objects).toEqual([
      object('removed', 'ConfigMap', 'settings'),
      object('added', 'Deployment', 'web', { group: 'apps', podTemplate: true }),
    ]);
    expect(compared([deployment('web:1')], []).objects).toMatchObject([
      { change: 'removed', podTemplate: true },
    ]);
  });

  test('an object of another namespace or group is another one', () => {
    const there = config({}, { namespace: 'shop' });
    expect(compared([config({})], [there]).objects).toEqual([
      object('removed', 'ConfigMap', 'settings'),
      object('added', 'ConfigMap', 'settings', { namespace: 'shop' }),
    ]);
    const service = (apiVersion: string) => ({ apiVersion, kind: 'Service', metadata: { name: 'web' } });
    expect(compared([service('v1')], [service('serving.knative.dev/v1')]).objects).toHaveLength(2);
    expect(
      compared([service('serving.knative.dev/v1')], [service('serving.knative.dev/v2')]).objects,
    ).toEqual([
      object('changed', 'Service', 'web', { group: 'serving.knative.dev', fields: ['apiVersion'] }),
    ]);
  });

  test("Argo CD's own marks are no difference", () => {
    const marked = (more: Written) => config({}, { annotations: more });
    const own = { 'argocd.argoproj.io/tracking-id': 'x', 'argocd.argoproj.io/installation-id': 'y' };
    expect(compared([config({})], [marked(own)]).objects).toEqual([]);
    expect(compared([marked({ ...own, a: '1' })], [marked({ a: '1' })]).objects).toEqual([]);
    expect(compared([marked({ ...own, a: '1' })], [marked({ ...own, a: '2' })]).objects).toMatchObject([
      { fields: ['metadata.annotations.a'] },
    ]);
    expect(compared([config({})], [marked({ 'argocd.argoproj.io/sync-wave': '1' })]).objects).toMatchObject([
      { fields: ['metadata.annotations'] },
    ]);
  });

  test.each([
    ['argocd.argoproj.io/hook', true],
    ['helm.sh/hook', true],
    ['argocd.argoproj.io/sync-wave', false],
  ])('an object with the annotation %s is a hook: %s', (annotation, hook) => {
    const marked = config({}, { annotations: { [annotation]: 'PreSync' } });
    expect(compared([], [marked]).objects).toMatchObject([{ hook }]);
    expect(compared([config({})], [marked]).objects).toMatchObject([{ hook }]);
    expect(compared([marked], []).objects).toMatchObject([{ hook }]);
  });

  test('a hook that leaves its name to the cluster is known by how it begins', () => {
    const job = (image: string) => ({
      ...{ apiVersion: 'batch/v1', kind: 'Job', metadata: { generateName: 'migrate-' } },
      spec: { template: { spec: { image } } },
    });
    expect(compared([job('a')], [job('b')]).objects).toMatchObject([
      { change: 'changed', group: 'batch', kind: 'Job', name: 'migrate-', podTemplate: true },
    ]);
  });

  test("a CronJob's pods are those of its jobs", () => {
    const cron = (schedule: string, image: string) => ({
      ...{ apiVersion: 'batch/v1', kind: 'CronJob', metadata: { name: 'report' } },
      spec: { schedule, jobTemplate: { spec: { template: { spec: { image } } } } },
    });
    const told = (one: object, other: object) =>
      compared([one], [other]).objects.map(({ podTemplate }) => podTemplate);
    expect(told(cron('1', 'a'), cron('1', 'b'))).toEqual([true]);
    expect(told(cron('1', 'a'), cron('2', 'a'))).toEqual([false]);
  });

  test('a template that makes no pods is none', () => {
    const claim = (template: unknown) => ({
      ...{ apiVersion: 'v1', kind: 'X', metadata: { name: 'x' }, spec: { template } },
    });
    expect(compared([claim({ metadata: { a: 1 } })], [claim('text')]).objects).toMatchObject([
      { podTemplate: false },
    ]);
  });

  test('of two documents for one object the last counts', () => {
    expect(compared([config({ a: '1' })], [config({ a: '2' }), config({ a: '1' })]).objects).toEqual([]);
  });

  test('Secrets on both sides may differ where they look equal', () => {
    expect(compared([secret('+++')], [secret('+++')])).toEqual({ objects: [], maskedSecrets: true });
    expect(compared([], [secret('+++')]).maskedSecrets).toBe(false);
    expect(compared([secret('+++')], []).maskedSecrets).toBe(false);
    const other = { apiVersion: 'example.com/v1', kind: 'Secret', metadata: { name: 'key' } };
    expect(compared([other], [other]).maskedSecrets).toBe(false);
  });

  test.each([
    ['no JSON', '{'],
    ['no object', '7'],
    ['without a kind', '{"apiVersion":"v1","kind":"","metadata":{"name":"a"}}'],
    ['without a version', '{"kind":"A","metadata":{"name":"a"}}'],
    ['without a name', '{"apiVersion":"v1","kind":"A","metadata":{}}'],
    ['with a name that is none', '{"apiVersion":"v1","kind":"A","metadata":{"name":7}}'],
    ['without metadata', '{"apiVersion":"v1","kind":"A"}'],
  ])('a document that is %s makes all of it unknown', (_, document) => {
    const known = JSON.stringify(config({}));
    expect(compareRendered([known], [known, document])).toBeNull();
    expect(compareRendered([document, known], [known])).toBeNull();
  });

  test('nothing differs from itself, in whatever order', () => {
    const written = fc.record({
      apiVersion: fc.constantFrom('v1', 'apps/v1'),
      kind: fc.constantFrom('A', 'B'),
      metadata: fc.record({
        name: fc.constantFrom('x', 'y'),
        annotations: fc.dictionary(fc.string(), fc.string()),
      }),
      spec: fc.jsonValue(),
    });
    const distinct = fc.uniqueArray(written, {
      selector: (one) => `${one.apiVersion}${one.kind}${one.metadata.name}`,
    });
    const property = fc.property(distinct, (objects) => {
      expect(compared(objects, objects.toReversed()).objects).toEqual([]);
      expect(compared([], objects).objects).toHaveLength(objects.length);
    });
    fc.assert(property, { seed: 614, numRuns: 100 });
  });
});

describe('the fields that differ', () => {
  const fields = (before: unknown, after: unknown) =>
    compared([config({ a: before })], [config({ a: after })]).objects[0]?.fields;

  test.each<[string, unknown, unknown, string[]]>([
    ['a value', 1, 2, ['data.a']],
    ['a value that came', undefined, 1, ['data.a']],
    ['an object in the place of a value', 1, { b: 1 }, ['data.a']],
    ['null', null, {}, ['data.a']],
    [
      'some of several',
      { b: 1, c: 1, d: 1 },
      { d: 2, c: 1, b: 2, e: 1 },
      ['data.a.b', 'data.a.d', 'data.a.e'],
    ],
    ['an element', [1, 2], [1, 3, 4], ['data.a.1', 'data.a.2']],
    [
      'an element with a name',
      [
        { name: 'x', v: 1 },
        { name: 'y', v: 1 },
      ],
      [
        { name: 'y', v: 2 },
        { name: 'x', v: 1 },
      ],
      ['data.a.y.v'],
    ],
    ['an order', [{ name: 'x' }, { name: 'y' }], [{ name: 'y' }, { name: 'x' }], ['data.a']],
    ['a name that came', [{ v: 1 }], [{ name: 'x', v: 1 }], ['data.a.0', 'data.a.x']],
    ['elements of which some have names', [{ name: 'x', v: 1 }, 1], [{ name: 'x', v: 2 }, 1], ['data.a.0.v']],
    ['an element that is nothing', [null, 1], [null, 2], ['data.a.1']],
  ])('are told by where they are: %s', (_, before, after, expected) => {
    expect(fields(before, after)).toEqual(expected);
  });

  test('are twenty at most', () => {
    const many = Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`k${10 + index}`, index]));
    expect(fields({}, many)).toHaveLength(20);
    expect(fields({}, many)?.at(-1)).toBe('data.a.k29');
  });
});

describe('the workloads that changed', () => {
  const workload = (apiVersion: string, kind: string, metadata: Written = {}) => ({
    ...{ apiVersion, kind, metadata: { name: 'web', ...metadata } },
    spec: { template: { spec: { image: kind } } },
  });

  test('are those that replace their pods, in the namespace where they go', () => {
    const all = [
      ...['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet'].map((kind) => workload('apps/v1', kind)),
      workload('argoproj.io/v1alpha1', 'Rollout', { namespace: 'shop' }),
      ...[workload('batch/v1', 'Job'), workload('example.com/v1', 'Deployment', { name: 'theirs' })],
    ];
    expect([...changedWorkloads(compared([], all), 'default')]).toEqual([
      'DaemonSet/default/web',
      'Deployment/default/web',
      'StatefulSet/default/web',
      'Rollout/shop/web',
    ]);
    expect(changedWorkloads(compared(all, []), 'default').size).toBe(0);
  });

  test('are Rollouts that take their template from one that changed', () => {
    const rollout = (name: string, more: Written = {}) => ({
      ...{ apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', metadata: { name, ...more } },
      spec: { workloadRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' } },
    });
    const standing = [rollout('canary'), rollout('there', { namespace: 'shop' })];
    const released = compared([deployment('web:1'), ...standing], [deployment('web:2'), ...standing]);
    expect([...changedWorkloads(released, 'default')]).toEqual([
      'Deployment/default/web',
      'Rollout/default/canary',
    ]);
    expect(released.objects).toMatchObject([
      { kind: 'Deployment', fields: ['spec.template.spec.containers.web.image'] },
      { kind: 'Rollout', fields: [], podTemplate: true },
    ]);
    const scaled = compared(
      [deployment('web:1'), ...standing],
      [deployment('web:1', { replicas: 0 }), ...standing],
    );
    expect(changedWorkloads(scaled, 'default').size).toBe(0);
  });

  test.each([
    ['example.com/v1', 'Rollout'],
    ['argoproj.io/v1alpha1', 'Experiment'],
  ])('are not of %s: a %s that names a Deployment takes nothing from it', (apiVersion, kind) => {
    const standing = {
      ...{ apiVersion, kind, metadata: { name: 'other' } },
      spec: { workloadRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' } },
    };
    const { objects } = compared([deployment('web:1'), standing], [deployment('web:2'), standing]);
    expect(objects.map(({ name }) => name)).toEqual(['web']);
  });

  test('are not those whose pods stay', () => {
    const scaled = compared([deployment('web:1')], [deployment('web:1', { replicas: 9 })]);
    expect(changedWorkloads(scaled, 'default').size).toBe(0);
    const released = compared([deployment('web:1')], [deployment('web:2')]);
    expect([...changedWorkloads(released, 'shop')]).toEqual(['Deployment/shop/web']);
  });
});

test('what differs is told as an Application lists it: what has no namespace may have none to have', () => {
  const role = { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: { name: 'web' } };
  const own = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'web', namespace: 'infra' } };
  const all = [...changedResources(compared([own], [role]), 'shop')];
  expect(all).toContain('rbac.authorization.k8s.io/ClusterRole//web');
  expect(all).toContain('/ConfigMap/infra/web');
  expect(all).not.toContain('/ConfigMap/shop/web');
});
