import { Health } from '../health.ts';
import { beganAfter, type Pods, tally } from './pods.ts';
import { type Node, numberOf, ownerOf } from './tree.ts';

/** Something whose pods are replaced when its template changes. */
export interface Workload {
  /** `Deployment/shop/web` */
  readonly id: string;
  /** this sync changed its pod template; null where that cannot be told: its pods are no evidence then */
  readonly changed: boolean | null;
  /** something of its newest version was made after the sync began */
  readonly begun: boolean;
  /** of all its versions together; Degraded is past its progress deadline, or an aborted Rollout */
  readonly health: Health;
  /** of its newest version, where this sync brought that */
  readonly canary: Pods;
  /** of its older versions, which that one replaces */
  readonly stable: Pods;
  /** nothing of this sync is left to be done for it; null where that cannot be told */
  readonly over: boolean | null;
}

/** Pods of everything else (jobs, workflows, operators' resources, bare ones) come and go for reasons of their own. */
const kinds: ReadonlySet<string> = new Set(['Deployment', 'StatefulSet', 'DaemonSet', 'Rollout']);

export function hasPods(kind: string): boolean {
  return kinds.has(kind);
}

export interface SyncTold {
  /** ms: when it began */
  readonly since: number;
  /** `Kind/namespace/name`; null where what was rendered could not be compared */
  readonly changedWorkloads: ReadonlySet<string> | null;
  /** `Kind/namespace/name` of what Argo CD says to have found as it should be */
  readonly unchanged?: ReadonlySet<string>;
}

/** One that something else made has its template from there, and not from git. */
export function readWorkloads(nodes: readonly Node[], told: SyncTold): readonly Workload[] {
  return nodes
    .filter((node) => hasPods(node.kind) && ownerOf(node) === undefined)
    .map((node) => readWorkload(node, nodes, told));
}

function readWorkload(node: Node, nodes: readonly Node[], told: SyncTold): Workload {
  const id = `${node.kind}/${node.namespace}/${node.name}`;
  const versions = podsByVersion(node, nodes);
  const { newest, older } = versions;
  const changed = changedBy(told, id, versions);
  const begun = isBegun(versions, told);
  // Until the controller has seen the sync, the newest version is the one before.
  const isKnown = changed === true && begun && newest !== null;
  const health = Health.safeParse(node.health?.status);
  return {
    ...{ id, changed, begun },
    health: health.success ? health.data : 'Unknown',
    canary: tally(isKnown ? newest : []),
    stable: tally(isKnown ? older : []),
    over: isOver(node, changed),
  };
}

function changedBy(
  { since, changedWorkloads, unchanged }: SyncTold,
  id: string,
  { newest, isNew }: Versions,
): boolean | null {
  if (changedWorkloads !== null) return changedWorkloads.has(id);
  // Pods of what the sync found as it should be are replaced for reasons of their own: a node is drained.
  if (unchanged?.has(id)) return false;
  const began = newest !== null && newest.length > 0 && newest.every((pod) => beganAfter(pod, since));
  return began || isNew(since) || null;
}

function isBegun({ newest, isNew }: Versions, { since }: SyncTold): boolean {
  return isNew(since) || (newest?.some((pod) => beganAfter(pod, since)) ?? false);
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
  /** whether it was made after that moment; one that was there once may be the newest again */
  readonly isNew: (since: number) => boolean;
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
  if (first === undefined) return { newest: null, older: [], isNew: () => false };
  const newest = rest.reduce((best, one) => (numberOf(one) > numberOf(best) ? one : best), first);
  const uids = new Set([workload.uid, ...revisions.map(({ uid }) => uid)]);
  const pods = nodes.filter((node) => node.kind === 'Pod' && uids.has(ownerOf(node)?.uid ?? ''));
  return {
    newest: pods.filter((pod) => isOf(pod, newest)),
    older: pods.filter((pod) => !isOf(pod, newest)),
    isNew: (since) => beganAfter(newest, since),
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
