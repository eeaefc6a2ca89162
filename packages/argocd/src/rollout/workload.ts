import { beganAfter, type Pods, tally } from './pods.ts';
import { type Node, numberOf, ownerOf } from './tree.ts';

/** Something whose pods are replaced when its template changes. */
export interface Workload {
  /** `Deployment/shop/web` */
  readonly id: string;
  /** this sync changed its pod template; null where that cannot be told: its pods are no evidence then */
  readonly changed: boolean | null;
  /** of its newest version, where this sync brought that */
  readonly canary: Pods;
  /** of its older versions, which that one replaces */
  readonly stable: Pods;
  /** nothing of this sync is left to be done for it; null where that cannot be told */
  readonly over: boolean | null;
}

/** Pods of everything else (jobs, workflows, operators' resources, bare ones) come and go for reasons of their own. */
const kinds: ReadonlySet<string> = new Set(['Deployment', 'StatefulSet', 'DaemonSet', 'Rollout']);

export interface SyncTold {
  /** ms: when it began */
  readonly since: number;
  /** `Kind/namespace/name`; null where what was rendered could not be compared */
  readonly changedWorkloads: ReadonlySet<string> | null;
}

/** One that something else made has its template from there, and not from git. */
export function readWorkloads(nodes: readonly Node[], told: SyncTold): readonly Workload[] {
  return nodes
    .filter((node) => kinds.has(node.kind) && ownerOf(node) === undefined)
    .map((node) => readWorkload(node, nodes, told));
}

function readWorkload(node: Node, nodes: readonly Node[], { since, changedWorkloads }: SyncTold): Workload {
  const id = `${node.kind}/${node.namespace}/${node.name}`;
  const { newest, older } = podsByVersion(node, nodes);
  const began = newest !== null && newest.length > 0 && newest.every((pod) => beganAfter(pod, since));
  const changed = changedWorkloads === null ? began || null : changedWorkloads.has(id);
  const isKnown = changed === true && newest !== null;
  return {
    ...{ id, changed },
    canary: tally(isKnown ? newest : []),
    stable: tally(isKnown ? older : []),
    over: isOver(node, changed),
  };
}

/** What did not change has nothing to finish. A Deployment is Healthy when its newest version alone serves. */
function isOver({ health }: Node, changed: boolean | null): boolean | null {
  if (changed === false || health?.status === 'Healthy') return true;
  return changed === null ? null : false;
}

interface Versions {
  /** null where nothing tells which version is the newest */
  readonly newest: readonly Node[] | null;
  readonly older: readonly Node[];
}

/**
 * The newest version has the highest number. When it was made says nothing: going back to a version that was there takes
 * its old object, and a higher number.
 */
function podsByVersion(workload: Node, nodes: readonly Node[]): Versions {
  const revisions = nodes.filter(
    (node) => isRevision(node) && ownerOf(node)?.uid === workload.uid && numberOf(node) > 0,
  );
  const [first, ...rest] = revisions;
  if (first === undefined) return { newest: null, older: [] };
  const newest = rest.reduce((best, one) => (numberOf(one) > numberOf(best) ? one : best), first);
  const uids = new Set([workload.uid, ...revisions.map(({ uid }) => uid)]);
  const pods = nodes.filter((node) => node.kind === 'Pod' && uids.has(ownerOf(node)?.uid ?? ''));
  return {
    newest: pods.filter((pod) => isOf(pod, newest)),
    older: pods.filter((pod) => !isOf(pod, newest)),
  };
}

function isRevision({ kind }: Node): boolean {
  return kind === 'ReplicaSet' || kind === 'ControllerRevision';
}

/** A ReplicaSet owns its pods; those of a StatefulSet or a DaemonSet are marked with the end of the revision's name. */
function isOf(pod: Node, revision: Node): boolean {
  if (ownerOf(pod)?.uid === revision.uid) return true;
  const hash = pod.networkingInfo?.labels?.['controller-revision-hash'] ?? '';
  return hash !== '' && (revision.name === hash || revision.name.endsWith(`-${hash}`));
}
