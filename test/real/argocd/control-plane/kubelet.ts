import { setTimeout as pause } from 'node:timers/promises';
import { type Behaviour, type Pod, startPod } from '@backout/world/service';
import type { Kube } from './kube.ts';
import { applicationOf, type PodObject, podPath, tellStatus } from './pod-object.ts';

export interface KubeletOptions {
  /** What an image does; null: there is no such image, its pods never start. */
  readonly behaviourOf: (image: string) => Behaviour | null;
  /** From the start of a process to its readiness. */
  readonly startupMs?: number;
}

/** A stand-in for scheduler and kubelet: a process of the demo world's service for every pod. */
export interface Kubelet extends AsyncDisposable {
  /** Ready ones of an Argo CD application. */
  livePods(application: string): Pod[];
  runningPods(): Pod[];
  readonly everStarted: readonly Pod[];
}

interface Container {
  readonly application: string;
  readonly process: Pod | null;
  ready: boolean;
}

interface Node {
  readonly kube: Kube;
  readonly options: KubeletOptions;
  /** By the pod's uid; there from the first sight on, null until it is placed. */
  readonly containers: Map<string, Container | null>;
  readonly everStarted: Pod[];
  readonly ended: AbortSignal;
}

const probeEveryMs = 50;
const mostToDrainMs = 3_000;

export function startKubelet(kube: Kube, options: KubeletOptions): Kubelet {
  const end = new AbortController();
  const node: Node = { kube, options, containers: new Map(), everStarted: [], ended: end.signal };
  const following = follow(node);
  const containers = () => [...node.containers.values()].flatMap((container) => container ?? []);
  return {
    everStarted: node.everStarted,
    livePods: (application) =>
      containers()
        .filter((container) => container.ready && container.application === application)
        .flatMap(({ process }) => process ?? []),
    runningPods: () => containers().flatMap(({ process }) => process ?? []),
    [Symbol.asyncDispose]: async () => {
      end.abort();
      await following;
      await Promise.all(node.everStarted.map((pod) => pod[Symbol.asyncDispose]()));
    },
  };
}

/** Lists, then watches; lists again when the watch ends. Work on a pod goes on beside it. */
async function follow(node: Node): Promise<void> {
  const work = new Set<Promise<void>>();
  const begin = (pod: PodObject) => {
    const done = persist(node, pod).finally(() => work.delete(done));
    work.add(done);
  };
  while (!node.ended.aborted) {
    try {
      const list = (await node.kube.send('GET', '/api/v1/pods')) as {
        items: PodObject[];
        metadata: { resourceVersion: string };
      };
      list.items.forEach(begin);
      const events = node.kube.watch('/api/v1/pods', list.metadata.resourceVersion, node.ended);
      for await (const { type, object } of events) {
        if (type === 'ERROR') break;
        if (type === 'DELETED') await forget(node, (object as PodObject).metadata.uid);
        else begin(object as PodObject);
      }
    } catch {
      await pause(probeEveryMs);
    }
  }
  await Promise.all(work);
}

/** What fails is done again, until the pod is gone, or the world is. */
async function persist(node: Node, pod: PodObject): Promise<void> {
  try {
    await look(node, pod);
  } catch {
    await pause(probeEveryMs);
    const found = await node.kube.send('GET', podPath(pod)).catch(() => null);
    if (node.ended.aborted || found === null) return;
    await forget(node, pod.metadata.uid);
    await persist(node, found as PodObject);
  }
}

async function look(node: Node, pod: PodObject): Promise<void> {
  const { uid, deletionTimestamp } = pod.metadata;
  if (deletionTimestamp !== undefined) return remove(node, pod);
  if (node.containers.has(uid)) return;
  node.containers.set(uid, null);
  await place(node, pod);
  const container = await run(node, pod);
  node.containers.set(uid, container);
  await tellStatus(node.kube, pod, container.process === null ? 'no-image' : 'starting');
  while (container.process !== null && !node.ended.aborted && node.containers.has(uid)) {
    if (await isReady(container.process)) {
      await tellStatus(node.kube, pod, 'ready');
      container.ready = true;
      return;
    }
    await pause(probeEveryMs);
  }
}

async function place({ kube }: Node, pod: PodObject): Promise<void> {
  if (pod.spec.nodeName !== undefined) return;
  const { name } = pod.metadata;
  await kube.send('POST', `${podPath(pod)}/binding`, {
    apiVersion: 'v1',
    kind: 'Binding',
    metadata: { name },
    target: { apiVersion: 'v1', kind: 'Node', name: 'here' },
  });
}

async function run({ kube, options, everStarted }: Node, pod: PodObject): Promise<Container> {
  const application = await applicationOf(kube, pod);
  const image = pod.spec.containers[0]?.image ?? '';
  const behaviour = options.behaviourOf(image);
  if (behaviour === null) return { application, process: null, ready: false };
  const version = image.slice(image.lastIndexOf(':') + 1);
  const { startupMs = 300 } = options;
  const instance = pod.metadata.name;
  const process = await startPod({ application, version, behaviour, instance, startupMs });
  everStarted.push(process);
  return { application, process, ready: false };
}

/** Out of the rotation first; its last requests are answered, also those that are still on their way. */
async function remove(node: Node, pod: PodObject): Promise<void> {
  const container = node.containers.get(pod.metadata.uid);
  if (container?.process && container.ready) {
    container.ready = false;
    const deadline = Date.now() + mostToDrainMs;
    await pause(probeEveryMs);
    while (container.process.inFlight > 0 && Date.now() < deadline) await pause(10);
  }
  await forget(node, pod.metadata.uid);
  await node.kube.send('DELETE', podPath(pod), { gracePeriodSeconds: 0 });
}

async function forget({ containers }: Node, uid: string): Promise<void> {
  const container = containers.get(uid);
  containers.delete(uid);
  await container?.process?.[Symbol.asyncDispose]();
}

async function isReady({ url }: Pod): Promise<boolean> {
  const answer = await fetch(`${url}/health`).catch(() => null);
  await answer?.body?.cancel();
  return answer?.ok ?? false;
}
