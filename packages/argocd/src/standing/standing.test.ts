import { describe, expect, test } from 'vitest';
import type { Health } from '../health.ts';
import type { Before } from '../resources/recovery-state.ts';
import type { ResourceState } from '../resources/resource.ts';
import type { Rollout } from '../rollout/rollout.ts';
import { isRolling, standingOf } from './standing.ts';
import type { WatchedSync } from './watched-sync.ts';

const web = 'apps/Deployment/shop/web';
const worker = 'apps/Deployment/shop/worker';
const ingress = 'networking.k8s.io/Ingress/shop/web';
const job = 'batch/Job/shop/seed';
const kafka = 'kafka.strimzi.io/Kafka/shop/events';

interface Given {
  /** `Degraded web Healthy worker`: the application, then its objects. */
  readonly health: Health;
  readonly objects: Readonly<Record<string, Health | null>>;
  /** What Argo CD says to have changed; it found the others as they should be. Absent: nothing is known. */
  readonly changed?: readonly string[];
  readonly degraded?: readonly string[];
  readonly outOfOrder?: readonly string[];
  readonly rendered?: readonly string[];
  /** What the tree says of a workload: whether it changed, and whether something of its newest version began since. */
  readonly tree?: Readonly<Record<string, readonly [changed: boolean | null, begun: boolean]>>;
}

const none = { total: 0, ready: 0, failing: 0, since: null };

function looked({ health, objects, changed, degraded = [], outOfOrder = degraded, rendered, tree }: Given) {
  const resources = Object.entries(objects).map(([id, state]): ResourceState => {
    const kind = id.split('/')[1] ?? '';
    return { id, kind, sync: 'Synced', health: state, requiresPruning: false };
  });
  const touched = Object.keys(objects).map((id) => ({ id, changed: !!changed?.includes(id), kept: false }));
  const before: Before | null = changed === undefined ? null : { touched, outOfOrder, degraded };
  const workloads = new Set(rendered?.map((id) => id.slice(id.indexOf('/') + 1)));
  const sync: WatchedSync = {
    ...{ since: 0, before },
    rendered: rendered === undefined ? null : { workloads, resources: new Set(rendered) },
  };
  return [
    { health, resources, operation: null },
    sync,
    tree === undefined ? null : rolloutOf(objects, tree),
  ] as const;
}

function rolloutOf(objects: Given['objects'], tree: NonNullable<Given['tree']>): Rollout {
  const workloads = Object.entries(tree).map(([id, [changed, begun]]) => ({
    ...{ id: id.slice(id.indexOf('/') + 1), changed, begun, health: objects[id] ?? 'Unknown' },
    ...{ canary: none, stable: none, over: null },
  }));
  return { canary: none, stable: none, workloads, over: null, pastDeadline: false };
}

const standing = (given: Given) => standingOf(...looked(given));

describe('a deployment stands as what its sync changed does', () => {
  test.each<[string, Given, ReturnType<typeof standing>]>([
    ['in order with a Healthy application, whatever else', { health: 'Healthy', objects: {} }, 'in-order'],
    [
      'in order where its workload is Healthy beside an Ingress that is not',
      { health: 'Progressing', objects: { [web]: 'Healthy', [ingress]: 'Progressing' }, changed: [web] },
      'in-order',
    ],
    [
      'in order where its workload is Healthy beside an Ingress that it changed, and that waits',
      {
        health: 'Progressing',
        objects: { [web]: 'Healthy', [ingress]: 'Progressing' },
        changed: [web, ingress],
      },
      'in-order',
    ],
    [
      'in order where its workload is Healthy beside an Ingress that it changed, and that was Degraded before',
      {
        ...{ health: 'Degraded', objects: { [web]: 'Healthy', [ingress]: 'Degraded' } },
        ...{ changed: [web, ingress], degraded: [ingress] },
      },
      'in-order',
    ],
    [
      'in order while another workload replaces its pods, which the sync did not change',
      { health: 'Progressing', objects: { [web]: 'Healthy', [worker]: 'Progressing' }, changed: [web] },
      'in-order',
    ],
    [
      'in order where it went back to a version whose pods were there all the time',
      {
        ...{ health: 'Progressing', objects: { [web]: 'Healthy', [ingress]: 'Progressing' }, changed: [web] },
        tree: { [web]: [null, false] },
      },
      'in-order',
    ],
    [
      'failed where its workload is Degraded',
      { health: 'Degraded', objects: { [web]: 'Degraded' }, changed: [web] },
      'failed',
    ],
    [
      'failed where its workload is Degraded as before, and its pods are new',
      {
        ...{ health: 'Degraded', objects: { [web]: 'Degraded' }, changed: [web], degraded: [web] },
        tree: { [web]: [true, true] },
      },
      'failed',
    ],
    [
      'failed by one workload although another is in order',
      {
        ...{
          health: 'Degraded',
          objects: { [web]: 'Healthy', [worker]: 'Degraded' },
          changed: [web, worker],
        },
        tree: { [web]: [true, true], [worker]: [true, true] },
      },
      'failed',
    ],
    [
      'failed where an object that it changed is Degraded since',
      { health: 'Degraded', objects: { [web]: 'Healthy', [ingress]: 'Degraded' }, changed: [web, ingress] },
      'failed',
    ],
    [
      'under way while a workload of it is, whatever is Degraded beside it',
      {
        ...{ health: 'Degraded', objects: { [web]: 'Progressing', [ingress]: 'Degraded' } },
        changed: [web],
      },
      'under-way',
    ],
    [
      'under way while a workload is that may be its own',
      {
        ...{ health: 'Progressing', objects: { [web]: 'Healthy', [worker]: 'Progressing' } },
        tree: { [web]: [true, true], [worker]: [null, false] },
      },
      'under-way',
    ],
    [
      'under way while its Rollout is paused at a step',
      {
        health: 'Suspended',
        objects: { 'argoproj.io/Rollout/shop/web': 'Suspended' },
        changed: ['argoproj.io/Rollout/shop/web'],
      },
      'under-way',
    ],
    [
      'under way while an Ingress that it changed waits for its address',
      { health: 'Progressing', objects: { [web]: 'Healthy', [ingress]: 'Progressing' }, changed: [ingress] },
      'under-way',
    ],
    [
      'under way as its application is, where no object is told',
      { health: 'Progressing', objects: {} },
      'under-way',
    ],
    [
      'neither good nor bad where it changed no workload',
      { health: 'Progressing', objects: { [web]: 'Healthy', [ingress]: 'Progressing' }, changed: [] },
      'no-workload',
    ],
    [
      'neither good nor bad by what was Degraded before',
      { health: 'Degraded', objects: { [worker]: 'Degraded' }, changed: [], degraded: [worker] },
      'no-workload',
    ],
    [
      'neither good nor bad by an Ingress that is Degraded since, and that it did not change',
      { health: 'Degraded', objects: { [web]: 'Healthy', [ingress]: 'Degraded' }, changed: [] },
      'no-workload',
    ],
    [
      'neither good nor bad where it changed no workload that has a health',
      { health: 'Progressing', objects: { [web]: null, [ingress]: 'Progressing' }, changed: [web] },
      'no-workload',
    ],
  ])('%s', (_, given, expected) => {
    expect(standing(given)).toBe(expected);
  });
});

describe('what is rendered otherwise knows better than what an apply says', () => {
  const applied = { health: 'Degraded' as const, changed: [web, ingress, worker] };

  test('a server-side apply says of every object that it wrote it', () => {
    const objects = { [web]: 'Healthy' as const, [ingress]: 'Degraded' as const };
    expect(standing({ ...applied, objects })).toBe('failed');
    expect(standing({ ...applied, objects, rendered: [web] })).toBe('in-order');
  });

  test('a workload of which the replicas alone differ replaces no pods', () => {
    const objects = { [web]: 'Healthy' as const, [worker]: 'Degraded' as const };
    const [application, { since, before }] = looked({ ...applied, objects, degraded: [worker] });
    const rendered = { workloads: new Set(['Deployment/shop/web']), resources: new Set([web, worker]) };
    expect(standingOf(application, { since, before, rendered }, null)).toBe('in-order');
  });

  test('the tree knows which of its pods are new', () => {
    const objects = { [web]: 'Degraded' as const };
    const tree = { [web]: [false, true] } as const;
    expect(standing({ ...applied, objects, tree, degraded: [web] })).toBe('no-workload');
  });
});

describe('nobody can tell', () => {
  test.each<[string, Given]>([
    ['where nothing is known of the sync', { health: 'Degraded', objects: { [web]: 'Degraded' } }],
    ['where no object says that it is the one', { health: 'Degraded', objects: {} }],
    ['where objects have no health', { health: 'Degraded', objects: { [web]: null }, changed: [web] }],
    [
      'of what was Degraded before, and that the sync may have changed',
      { health: 'Degraded', objects: { [ingress]: 'Degraded' }, changed: [ingress], degraded: [ingress] },
    ],
    [
      'of a workload that was Degraded before, until something of its new version is there',
      {
        ...{ health: 'Degraded', objects: { [web]: 'Degraded' }, changed: [web], degraded: [web] },
        tree: { [web]: [true, false] },
      },
    ],
    [
      'of what may have been Degraded before, as far as anybody has looked',
      { health: 'Degraded', objects: { [web]: 'Degraded' }, rendered: [web] },
    ],
    [
      'of a workload that may read what the sync changed beside it',
      { health: 'Degraded', objects: { [web]: 'Degraded', [worker]: 'Healthy' }, changed: [worker] },
    ],
    [
      'of one that was Degraded before, and that was applied without anything new to be seen',
      {
        ...{ health: 'Degraded', objects: { [web]: 'Healthy', [worker]: 'Degraded' } },
        ...{ changed: [web, worker], degraded: [worker] },
        tree: { [web]: [true, true], [worker]: [null, false] },
      },
    ],
    [
      'of one of which nothing tells whether it changed',
      {
        ...{ health: 'Degraded', objects: { [web]: 'Healthy', [worker]: 'Degraded' } },
        tree: { [web]: [true, true], [worker]: [null, false] },
      },
    ],
  ])('%s', (_, given) => {
    expect(standing(given)).toBe('unclear');
  });

  test('of one that was Degraded before and shows nothing new everybody can', () => {
    const objects = { [web]: 'Healthy' as const, [worker]: 'Degraded' as const };
    const [application, sync, rollout] = looked({
      ...{ health: 'Degraded', objects, changed: [web], degraded: [worker] },
      tree: { [web]: [true, true], [worker]: [null, false] },
    });
    expect(standingOf(application, sync, rollout)).toBe('in-order');
    const begun = rolloutOf(objects, { [web]: [true, true], [worker]: [null, true] });
    expect(standingOf(application, sync, begun)).toBe('unclear');
  });
});

test('what is not in git any more, and stays, is left to others', () => {
  const [application, sync] = looked({
    ...{ health: 'Degraded', objects: { [web]: 'Healthy', [worker]: 'Degraded' }, changed: [web, worker] },
  });
  const resources = application.resources.map((one) => ({ ...one, requiresPruning: one.id === worker }));
  expect(standingOf({ ...application, resources }, sync, null)).toBe('in-order');
});

test('the sync that is still the newest tells by itself what it changed', () => {
  const [application, sync] = looked({
    health: 'Degraded',
    objects: { [web]: 'Healthy', [ingress]: 'Degraded' },
  });
  const operation = {
    ...{ phase: 'Succeeded', startedAt: '1970-01-01T00:00:00.000Z', finishedAt: null, partial: false },
    ...{ selfHeal: false, dryRun: false, retries: 0, from: 'sources', revision: null, sources: [] },
    initiatedBy: { username: null, automated: true },
    resources: [{ id: web, changed: true, kept: false }],
  } as unknown as NonNullable<Parameters<typeof standingOf>[0]['operation']>;
  expect(standingOf({ ...application, operation }, sync, null)).toBe('in-order');
  expect(standingOf({ ...application, operation }, { ...sync, since: 1 }, null)).toBe('unclear');
});

describe('pods are being replaced', () => {
  const rolling = (given: Given) => isRolling(...looked(given));

  test.each<[string, Given, boolean]>([
    [
      'by a workload that the sync changed',
      { health: 'Progressing', objects: { [web]: 'Progressing' }, changed: [web] },
      true,
    ],
    [
      'not by one that it did not, and that was so before',
      { health: 'Progressing', objects: { [web]: 'Progressing' }, changed: [], outOfOrder: [web] },
      false,
    ],
    [
      'by one that was in order and is not',
      { health: 'Progressing', objects: { [web]: 'Progressing' }, changed: [] },
      true,
    ],
    ['by one of which nothing is known', { health: 'Progressing', objects: { [web]: 'Progressing' } }, true],
    [
      "by an operator's resource that the sync changed",
      {
        ...{ health: 'Degraded', objects: { [web]: 'Healthy', [kafka]: 'Progressing' } },
        changed: [kafka],
      },
      true,
    ],
    [
      'not by an Ingress that it changed',
      {
        health: 'Progressing',
        objects: { [web]: 'Healthy', [ingress]: 'Progressing' },
        changed: [web, ingress],
      },
      false,
    ],
    [
      'not while a Rollout is paused, or has failed',
      { health: 'Suspended', objects: { [web]: 'Suspended', [worker]: 'Degraded' }, changed: [web, worker] },
      false,
    ],
    [
      'not by one that is rendered as before, where nothing is known of before',
      { health: 'Progressing', objects: { [web]: 'Progressing' }, rendered: [] },
      false,
    ],
    [
      "not by a Job of Kubernetes' own that it changed",
      { health: 'Progressing', objects: { [web]: 'Healthy', [job]: 'Progressing' }, changed: [job] },
      false,
    ],
    ['as the application says, where its objects are not told', { health: 'Progressing', objects: {} }, true],
    ['as the application says, where its objects are not told', { health: 'Degraded', objects: {} }, false],
  ])('%s', (_, given, expected) => {
    expect(rolling(given)).toBe(expected);
  });
});
