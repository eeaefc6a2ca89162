import { type Argocd, openArgocd, type Sync } from '@backout/argocd';
import { applicationOf, minute, sourceOf, synced } from '@backout/argocd/testing';
import { instant, milliseconds, type Sha } from '@backout/incident';
import { expect, test } from 'vitest';
import { watchRendering } from './rendering.ts';

const sha = (digit: string) => digit.repeat(40) as Sha;

const syncs = ['a', 'b', 'c'].map((digit, id) =>
  synced({ id, revision: sha(digit), startedAt: minute(id), finishedAt: minute(id) }),
);

function deployment(image: string, more: object = {}, name = 'web'): string {
  const container = { name: 'web', image, ...more };
  const spec = { template: { spec: { containers: [container] } } };
  return JSON.stringify({ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name }, spec });
}

type Answer = Awaited<ReturnType<Argocd['manifests']>> | Promise<never>;
const rendered = (...manifests: readonly string[]): Answer => ({ kind: 'rendered', manifests });
const never = new Promise<never>(() => {});

interface Scripted {
  readonly answers?: Readonly<Record<string, Answer>>;
  readonly syncs?: readonly Sync[];
  readonly destination?: string | null;
  readonly withArgocd?: boolean;
}

function start({ answers = {}, destination = 'shop', withArgocd = true, ...given }: Scripted) {
  const asked: (Sha | null)[] = [];
  const slept: number[] = [];
  const began = milliseconds(minute(9));
  const argocd = {
    manifests: async (_: string, __: unknown, { revision }: Sync) => {
      asked.push(revision);
      return answers[revision?.[0] ?? ''];
    },
  } as unknown as Argocd;
  const application = applicationOf(syncs);
  const watch = watchRendering({
    argocd: withArgocd ? argocd : null,
    application: { ...application, spec: { ...application.spec, destination } },
    ...{ name: 'checkout', syncs: given.syncs ?? syncs },
    clock: {
      now: () => instant(began),
      sleepUntil: async (at) => {
        slept.push(at - began);
      },
    },
  });
  return { watch, asked, slept };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

test('what differs between the last two syncs is told, with the workloads whose pods are replaced', async () => {
  const answers = { b: rendered(deployment('v1')), c: rendered(deployment('v2')) };
  const { watch, asked } = start({ answers });
  expect(watch.changed()).toBeNull();
  await settled();
  expect(await watch.rendering()).toEqual({
    kind: 'compared',
    objects: [
      {
        ...{ change: 'changed', kind: 'Deployment', name: 'web', hook: false },
        fields: ['spec.template.spec.containers.web.image'],
      },
    ],
    ...{ count: 1, kinds: ['Deployment'], maskedSecrets: false },
  });
  expect([...(watch.changed()?.workloads ?? [])]).toEqual(['Deployment/shop/web']);
  expect([...(watch.changed()?.resources ?? [])]).toEqual([
    'apps/Deployment/shop/web',
    'apps/Deployment//web',
  ]);
  expect(asked).toEqual([sha('b'), sha('c')]);
});

test('of many fields that differ the images come first', async () => {
  const many = { args: 'a', command: 'b', env: 'c', envFrom: 'd', aa: 'e', ab: 'f' };
  const answers = { b: rendered(deployment('v1')), c: rendered(deployment('v2', many)) };
  const { watch } = start({ answers });
  await settled();
  const rendering = await watch.rendering();
  const [object] = rendering.kind === 'compared' ? rendering.objects : [];
  expect(object?.fields).toHaveLength(5);
  expect(object?.fields[0]).toBe('spec.template.spec.containers.web.image');
});

test('of many objects some are told, and how many there are', async () => {
  const all = (image: string) => Array.from({ length: 25 }, (_, at) => deployment(image, {}, `web-${at}`));
  const { watch } = start({ answers: { b: rendered(...all('v1')), c: rendered(...all('v2')) } });
  await settled();
  const rendering = await watch.rendering();
  expect(rendering).toMatchObject({ count: 25, kinds: ['Deployment'] });
  expect(rendering.kind === 'compared' && rendering.objects).toHaveLength(20);
  expect(watch.changed()?.workloads.size).toBe(25);
});

test('of more kinds than anybody counts one may be any', async () => {
  const of = (count: number) =>
    Array.from({ length: count }, (_, at) =>
      JSON.stringify({ apiVersion: 'v1', kind: `Kind${at}`, metadata: { name: 'a' } }),
    );
  const kinds = async (count: number) => {
    const { watch } = start({ answers: { b: rendered(), c: rendered(...of(count)) } });
    await settled();
    const rendering = await watch.rendering();
    return rendering.kind === 'compared' ? rendering.kinds : [];
  };
  expect((await kinds(50)).includes('unknown')).toBe(false);
  expect(await kinds(51)).toHaveLength(50);
  expect((await kinds(51)).at(-1)).toBe('unknown');
});

test('without the namespace of what names none no workload is known', async () => {
  const answers = { b: rendered(deployment('v1')), c: rendered(deployment('v2')) };
  const { watch } = start({ answers, destination: null });
  await settled();
  expect(watch.changed()).toBeNull();
});

test.each<[string, Scripted, string]>([
  ['nobody asked: there is no Argo CD', { withArgocd: false }, 'not-asked'],
  ['nobody asked: there is one sync alone', { syncs: syncs.slice(0, 1) }, 'not-asked'],
  [
    'it may not be asked for the old one',
    { answers: { b: { kind: 'not-rendered', why: 'forbidden' } } },
    'forbidden',
  ],
  [
    'the new one cannot be rendered',
    { answers: { b: rendered(), c: { kind: 'not-rendered', why: 'failed' } } },
    'failed',
  ],
  ['what it rendered is no manifest', { answers: { b: rendered(), c: rendered('x') } }, 'unreadable'],
])('where %s the text answers', async (_, scripted, why) => {
  const { watch } = start(scripted);
  await settled();
  expect(await watch.rendering()).toEqual({ kind: 'not-compared', why });
  expect(watch.changed()).toBeNull();
});

test('a verdict waits five seconds for it, and no longer', async () => {
  const { watch, slept } = start({ answers: { b: rendered(), c: never } });
  expect(await watch.rendering()).toEqual({ kind: 'not-compared', why: 'late' });
  expect(slept).toEqual([5_000]);
});

test('it costs two requests a deployment, and no more: the application was read with its sync', async () => {
  const asked: string[] = [];
  const argocd = openArgocd({
    ...{ url: 'https://argocd.example.com', token: 't', timeoutMs: 1_000 },
    fetch: async (url) => {
      asked.push(new URL(String(url)).pathname);
      return Response.json({ manifests: [] });
    },
  });
  const source = { ...sourceOf(), revision: sha('b') };
  const known = syncs.map((sync) => ({ ...sync, sources: [source] }));
  const watch = watchRendering({
    ...{ argocd, name: 'checkout', syncs: known },
    application: applicationOf(known),
    clock: { now: () => minute(9), sleepUntil: () => never },
  });
  expect(await watch.rendering()).toMatchObject({ kind: 'compared', count: 0 });
  expect(asked).toEqual(Array(2).fill('/api/v1/applications/checkout/manifests'));
});
