import type { Kube } from './kube.ts';

interface Owned {
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly ownerReferences?: readonly { readonly kind: string; readonly name: string }[];
  };
}

export interface PodObject extends Owned {
  readonly metadata: Owned['metadata'] & { readonly uid: string; readonly deletionTimestamp?: string };
  readonly spec: {
    readonly nodeName?: string;
    readonly containers: readonly { readonly name: string; readonly image: string }[];
  };
}

export function podPath({ metadata }: PodObject): string {
  return `/api/v1/namespaces/${metadata.namespace}/pods/${metadata.name}`;
}

/** Pod, ReplicaSet, Deployment: the last one says which Argo CD application it is part of. */
export async function applicationOf(kube: Kube, pod: PodObject): Promise<string> {
  const set = await ownerOf(kube, pod, 'replicasets');
  const deployment = set && (await ownerOf(kube, set, 'deployments'));
  const tracked = deployment?.metadata.annotations?.['argocd.argoproj.io/tracking-id'];
  return tracked?.split(':')[0] ?? pod.metadata.name;
}

async function ownerOf(kube: Kube, { metadata }: Owned, plural: string): Promise<Owned | null> {
  const owner = metadata.ownerReferences?.[0];
  if (owner === undefined) return null;
  return (await kube.send(
    'GET',
    `/apis/apps/v1/namespaces/${metadata.namespace}/${plural}/${owner.name}`,
  )) as Owned;
}

type State = 'no-image' | 'starting' | 'ready';

export async function tellStatus(kube: Kube, pod: PodObject, state: State): Promise<void> {
  const now = `${new Date().toISOString().slice(0, 19)}Z`;
  const ready = state === 'ready';
  const condition = (type: string, holds: boolean) => ({
    ...{ type, status: holds ? 'True' : 'False', lastTransitionTime: now },
  });
  const status = {
    phase: state === 'no-image' ? 'Pending' : 'Running',
    podIP: '127.0.0.1',
    startTime: now,
    conditions: [
      ...[condition('PodScheduled', true), condition('Initialized', true)],
      ...[condition('ContainersReady', ready), condition('Ready', ready)],
    ],
    containerStatuses: pod.spec.containers.map(({ name, image }) => ({
      ...{ name, image, imageID: image, ready, started: state !== 'no-image', restartCount: 0 },
      state:
        state === 'no-image' ? { waiting: { reason: 'ImagePullBackOff' } } : { running: { startedAt: now } },
    })),
  };
  await kube.send('PATCH', `${podPath(pod)}/status`, { status }, 'application/merge-patch+json');
}
