import type { Behaviour, Pod } from '../service.ts';

/** What a Deployment asks for. */
export interface DeploymentSpec {
  application: string;
  name: string;
  image: string;
  replicas: number;
  /** Changes with anything in the pod template: another hash is another ReplicaSet. */
  templateHash: string;
  template: unknown;
  /** Backdates what is created for it, where a generated history says that it has run for long. */
  createdAt?: number;
}

/** Null: there is no such image, the pods never start (`ImagePullBackOff`). */
export type BehaviourOf = (image: string, deployment: DeploymentSpec) => Behaviour | null;

export interface PodRecord {
  name: string;
  templateHash: string;
  image: string;
  createdAt: number;
  /** In the load balancer's rotation from then on. */
  readyAt: number | null;
  /** Null where the image does not exist. */
  process: Pod | null;
}

export interface Deployment {
  spec: DeploymentSpec;
  createdAt: number;
  /** One per template hash, oldest first. */
  replicaSets: { templateHash: string; createdAt: number }[];
  pods: PodRecord[];
  deadlineAt: number;
}

export interface Health {
  status: 'Healthy' | 'Progressing' | 'Degraded' | 'Missing';
  message?: string;
}

export function currentPods({ spec, pods }: Deployment): PodRecord[] {
  return pods.filter((pod) => pod.templateHash === spec.templateHash);
}

export function isRolledOut(deployment: Deployment): boolean {
  const { spec, pods } = deployment;
  const ready = currentPods(deployment).filter((pod) => pod.readyAt !== null);
  return ready.length === spec.replicas && pods.length === spec.replicas;
}

/** In the words of gitops-engine's health check of Deployments. */
export function healthOf(deployment: Deployment, now: number): Health {
  if (isRolledOut(deployment)) return { status: 'Healthy' };
  const { spec } = deployment;
  if (now >= deployment.deadlineAt) {
    return { status: 'Degraded', message: `Deployment "${spec.name}" exceeded its progress deadline` };
  }
  const ready = currentPods(deployment).filter((pod) => pod.readyAt !== null).length;
  return {
    status: 'Progressing',
    message: `Waiting for rollout to finish: ${ready} of ${spec.replicas} updated replicas are available...`,
  };
}
