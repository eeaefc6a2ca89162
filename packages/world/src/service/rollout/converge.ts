import { type Agent, get } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { type Random, suffix } from '../../random.ts';
import { type Pod, startPod } from '../service.ts';
import {
  type BehaviourOf,
  currentPods,
  type Deployment,
  type DeploymentSpec,
  type PodRecord,
} from './deployment.ts';

export interface Kubelet {
  behaviourOf: BehaviourOf;
  startupMs: number;
  graceMs: number;
  besideMs: number;
  oneByOneMs: number;
  agent: Agent;
  next: Random;
  /** Every process that ever started. */
  started: Pod[];
  stopping: Set<Promise<void>>;
}

/**
 * One look: new pods start; each joins the rotation when ready; when all are ready the old ones leave, or where they
 * are replaced one by one, an old one leaves when a new one is ready.
 */
export async function converge(kubelet: Kubelet, deployment: Deployment): Promise<void> {
  const { spec } = deployment;
  const overtaken = () => deployment.spec !== spec;
  discard(kubelet, deployment, (pod) => pod.templateHash !== spec.templateHash && pod.readyAt === null);
  while (currentPods(deployment).length < spec.replicas && Date.now() >= nextAt(kubelet, deployment)) {
    const created = await create(kubelet, spec);
    deployment.pods.push(created);
    if (overtaken()) return;
  }
  for (const pod of currentPods(deployment)) {
    if (pod.process && pod.readyAt === null && (await isReady(pod.process, kubelet.agent)))
      pod.readyAt = Date.now();
    if (overtaken()) return;
  }
  const ready = currentPods(deployment).filter((pod) => pod.readyAt !== null);
  if (kubelet.oneByOneMs > 0) {
    const old = deployment.pods.filter((pod) => pod.templateHash !== spec.templateHash);
    const leaving = new Set(old.slice(Math.max(0, spec.replicas - ready.length)));
    discard(kubelet, deployment, (pod) => leaving.has(pod));
  }
  if (ready.length < spec.replicas) return;
  const allReadyAt = Math.max(...ready.map(({ readyAt }) => readyAt ?? 0));
  if (Date.now() < allReadyAt + kubelet.besideMs) return;
  const kept = new Set(ready.slice(0, spec.replicas));
  discard(kubelet, deployment, (pod) => !kept.has(pod));
}

/** When the next new pod may start. */
function nextAt({ oneByOneMs }: Kubelet, deployment: Deployment): number {
  return Math.max(0, ...currentPods(deployment).map(({ createdAt }) => createdAt + oneByOneMs));
}

async function create({ next, started, ...kubelet }: Kubelet, spec: DeploymentSpec): Promise<PodRecord> {
  const { application, image, templateHash, createdAt = Date.now() } = spec;
  const name = `${spec.name}-${templateHash}-${suffix(next, 5)}`;
  const behaviour = kubelet.behaviourOf(image, spec);
  const version = image.slice(image.lastIndexOf(':') + 1);
  const { startupMs } = kubelet;
  const process =
    behaviour && (await startPod({ application, version, behaviour, instance: name, startupMs }));
  if (process) started.push(process);
  return { name, templateHash, image, createdAt, readyAt: null, process };
}

function discard(kubelet: Kubelet, deployment: Deployment, unwanted: (pod: PodRecord) => boolean): void {
  for (const pod of deployment.pods.filter(unwanted)) stop(kubelet, pod, kubelet.graceMs);
  deployment.pods = deployment.pods.filter((pod) => !unwanted(pod));
}

/** Its last requests are answered first, also those that are still on their way to it. */
export function stop({ stopping }: Kubelet, { process }: PodRecord, graceMs: number): void {
  if (!process) return;
  const end = drained(process, graceMs)
    .then(() => process[Symbol.asyncDispose]())
    .finally(() => stopping.delete(end));
  stopping.add(end);
}

async function drained(pod: Pod, graceMs: number): Promise<void> {
  const deadline = Date.now() + graceMs;
  await pause(Math.min(graceMs, 50));
  while (pod.inFlight > 0 && Date.now() < deadline) await pause(10);
}

function isReady({ url }: Pod, agent: Agent): Promise<boolean> {
  return new Promise((resolve) => {
    get(`${url}/health`, { agent }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    }).on('error', () => resolve(false));
  });
}
