import { fnv1a } from '../random.ts';
import {
  currentPods,
  type Deployment,
  type Health,
  healthOf,
  type PodRecord,
} from '../service/rollout/deployment.ts';
import { type Application, NAMESPACE, seconds } from './application.ts';
import { healthWithoutPods } from './health-without-pods.ts';

const NODE = 'world-0';

/** `GET /applications/{name}/resource-tree`, in the shape of recording 07b. */
export function resourceTree(
  application: Application,
  deployments: readonly Deployment[],
  now: number,
): object {
  const others = [...application.live.values()]
    .filter(({ kind }) => kind !== 'Deployment')
    .map(({ group, version, kind, name }) => ({
      ...(group !== '' && { group }),
      ...{ version, kind, namespace: NAMESPACE, name, uid: uid(`${kind}/${name}`), resourceVersion: '1000' },
      health: healthWithoutPods(kind),
      createdAt: application.createdAt,
    }));
  const pods = deployments.flatMap((deployment) => deployment.pods.map((pod) => podNode(deployment, pod)));
  const sets = deployments.flatMap((deployment) =>
    deployment.replicaSets.map((_, at) => setNode(deployment, at)),
  );
  const nodes = [
    ...others,
    ...pods,
    ...deployments.map((deployment) => deploymentNode(deployment, now)),
    ...sets,
  ];
  return { nodes, hosts: [HOST] };
}

function deploymentNode(deployment: Deployment, now: number): object {
  const { spec, createdAt, replicaSets } = deployment;
  return {
    ...identity('apps', 'Deployment', spec.name),
    info: [{ name: 'Revision', value: `Rev:${replicaSets.length}` }],
    resourceVersion: '1000',
    health: healthOf(deployment, now),
    createdAt: seconds(createdAt),
  };
}

function setNode({ spec, replicaSets, ...deployment }: Deployment, at: number): object {
  const { templateHash = '', createdAt = 0 } = replicaSets[at] ?? {};
  const isCurrent = templateHash === spec.templateHash;
  const pods = isCurrent ? currentPods({ spec, replicaSets, ...deployment }) : [];
  const available = pods.filter((pod) => pod.readyAt !== null).length;
  const waiting = `Waiting for rollout to finish: ${available} out of ${spec.replicas} new replicas are available...`;
  const complete = !isCurrent || available === spec.replicas;
  return {
    ...identity('apps', 'ReplicaSet', `${spec.name}-${templateHash}`),
    parentRefs: [reference('Deployment', spec.name)],
    info: [{ name: 'Revision', value: `Rev:${at + 1}` }],
    resourceVersion: '1000',
    health: complete ? { status: 'Healthy' } : { status: 'Progressing', message: waiting },
    createdAt: seconds(createdAt),
  };
}

function podNode({ spec }: Deployment, pod: PodRecord): object {
  const { name, templateHash, image, createdAt, readyAt } = pod;
  const info = {
    'Status Reason': pod.process ? 'Running' : 'ImagePullBackOff',
    Node: NODE,
    Containers: readyAt === null ? '0/1' : '1/1',
    cpu: '0',
    memory: '0',
  };
  return {
    ...identity('', 'Pod', name),
    parentRefs: [reference('ReplicaSet', `${spec.name}-${templateHash}`)],
    info: Object.entries(info).map(([key, value]) => ({ name: key, value })),
    networkingInfo: { labels: { app: spec.name, 'pod-template-hash': templateHash } },
    resourceVersion: '1000',
    images: [image],
    health: podHealth(pod),
    createdAt: seconds(createdAt),
  };
}

function podHealth({ process, readyAt, image }: PodRecord): Health {
  if (!process) return { status: 'Degraded', message: `Back-off pulling image "${image}"` };
  return { status: readyAt === null ? 'Progressing' : 'Healthy' };
}

function identity(group: string, kind: string, name: string) {
  const where = { version: 'v1', kind, namespace: NAMESPACE, name, uid: uid(`${kind}/${name}`) };
  return group === '' ? where : { group, ...where };
}

function reference(kind: string, name: string): object {
  return { group: 'apps', version: 'v1', kind, namespace: NAMESPACE, name, uid: uid(`${kind}/${name}`) };
}

/** The same name has the same id, so that parents are found. */
export function uid(of: string): string {
  const hex = [1, 2, 3, 4].map((salt) => fnv1a(`${salt} ${of}`).toString(16).padStart(8, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

const HOST = {
  name: NODE,
  resourcesInfo: [
    { resourceName: 'cpu', capacity: 64000 },
    { resourceName: 'memory', capacity: 274877906944000 },
  ],
  systemInfo: {
    ...{
      machineID: '',
      systemUUID: '',
      bootID: '',
      kernelVersion: '',
      osImage: '',
      containerRuntimeVersion: '',
    },
    ...{ kubeletVersion: '', kubeProxyVersion: '', operatingSystem: '', architecture: '' },
  },
};
