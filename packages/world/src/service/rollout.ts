import { Agent } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { random } from '../random.ts';
import { converge, type Kubelet, stop } from './rollout/converge.ts';
import {
  type BehaviourOf,
  type Deployment,
  type DeploymentSpec,
  healthOf,
  isRolledOut,
  type PodRecord,
} from './rollout/deployment.ts';
import type { Pod } from './service.ts';

export interface RolloutOptions {
  behaviourOf: BehaviourOf;
  /** From the start of a process to its readiness. */
  startupMs?: number;
  /** After this long without all pods ready the Deployment is Degraded. */
  progressDeadlineMs?: number;
  probeEveryMs?: number;
  /** How long an old pod may take to finish its requests once it is out of rotation. */
  graceMs?: number;
  /** How long the old pods serve beside the new ones when these are ready, as at the pause of a canary. */
  besideMs?: number;
  /** A new pod starts so long after the one before it, and takes the place of one old pod; 0: all start at once. */
  oneByOneMs?: number;
  /** Decides the pods' names, and so which of their requests fail. */
  seed?: string;
}

/** What Kubernetes does for Deployments: controller, kubelet and load balancer. */
export interface Rollouts extends AsyncDisposable {
  apply(spec: DeploymentSpec): void;
  remove(application: string, name: string): void;
  deployments(application: string): readonly Deployment[];
  /** The processes that get traffic now. */
  livePods(application: string): Pod[];
  /** All processes that run now, ready or not. */
  runningPods(): Pod[];
  /** All processes that ever ran. */
  readonly everStarted: readonly Pod[];
  onChange(listener: (application: string) => void): void;
}

export function startRollouts(options: RolloutOptions): Rollouts {
  const {
    behaviourOf,
    startupMs = 300,
    progressDeadlineMs = 5000,
    probeEveryMs = 50,
    graceMs = 3000,
    besideMs = 0,
    oneByOneMs = 0,
    seed = '',
  } = options;
  const agent = new Agent({ keepAlive: true });
  const kubelet: Kubelet = {
    ...{ behaviourOf, startupMs, graceMs, besideMs, oneByOneMs, agent },
    next: random(`rollout ${seed}`),
    started: [],
    stopping: new Set(),
  };
  const all = new Map<string, Deployment>();
  const listeners: ((application: string) => void)[] = [];
  const rounds = startRounds(kubelet, all, probeEveryMs, (application) => {
    for (const listener of listeners) listener(application);
  });
  const of = (application: string) =>
    [...all.values()].filter(({ spec }) => spec.application === application);
  return {
    everStarted: kubelet.started,
    deployments: of,
    livePods: (application) =>
      of(application).flatMap(({ pods }) => processes(pods.filter((pod) => pod.readyAt !== null))),
    runningPods: () => [...all.values()].flatMap(({ pods }) => processes(pods)),
    onChange: (listener) => void listeners.push(listener),
    apply: (spec) => apply(all, spec, progressDeadlineMs),
    remove(application, name) {
      const gone = all.get(`${application}/${name}`);
      all.delete(`${application}/${name}`);
      for (const pod of gone?.pods ?? []) stop(kubelet, pod, graceMs);
    },
    async [Symbol.asyncDispose]() {
      await rounds.stop();
      await Promise.all(kubelet.started.map((pod) => pod[Symbol.asyncDispose]()));
      await Promise.all(kubelet.stopping);
      agent.destroy();
    },
  };
}

function apply(all: Map<string, Deployment>, spec: DeploymentSpec, progressDeadlineMs: number): void {
  const { application, name, templateHash, createdAt = Date.now() } = spec;
  const key = `${application}/${name}`;
  const deployment = all.get(key) ?? { spec, createdAt, deadlineAt: 0, replicaSets: [], pods: [] };
  all.set(key, deployment);
  deployment.spec = spec;
  deployment.deadlineAt = Date.now() + progressDeadlineMs;
  if (!deployment.replicaSets.some((set) => set.templateHash === templateHash)) {
    deployment.replicaSets.push({ templateHash, createdAt });
  }
}

/** Looks at all unfinished Deployments every few milliseconds; says when a Deployment's pods or health changed. */
function startRounds(
  kubelet: Kubelet,
  all: Map<string, Deployment>,
  everyMs: number,
  changed: (application: string) => void,
) {
  const seen = new Map<string, string>();
  const ended = new AbortController();
  const run = async () => {
    while (!ended.signal.aborted) {
      for (const [key, deployment] of all) {
        if (!isRolledOut(deployment)) await converge(kubelet, deployment);
        const picture = pictureOf(deployment);
        if (seen.get(key) !== picture) changed(deployment.spec.application);
        seen.set(key, picture);
      }
      await pause(everyMs);
    }
  };
  const running = run();
  return {
    stop() {
      ended.abort();
      return running;
    },
  };
}

function pictureOf(deployment: Deployment): string {
  const pods = deployment.pods.map(({ name, readyAt }) => `${name} ${readyAt !== null}`);
  return `${deployment.spec.templateHash} ${healthOf(deployment, Date.now()).status} ${pods}`;
}

function processes(pods: readonly PodRecord[]): Pod[] {
  return pods.flatMap(({ process }) => process ?? []);
}
