import { z } from 'zod';
import { Time } from './time.ts';

/** Only what is read: a tree holds every object of an application. */
const Node = z.object({
  kind: z.string(),
  uid: z.string().default(''),
  parentRefs: z.array(z.object({ kind: z.string(), uid: z.string().default('') })).optional(),
  info: z.array(z.object({ name: z.string(), value: z.string() })).optional(),
  networkingInfo: z.object({ labels: z.record(z.string(), z.string()).optional() }).optional(),
  health: z.object({ status: z.string() }).optional(),
  createdAt: Time.optional(),
});
type Node = z.infer<typeof Node>;

const Tree = z.object({ nodes: z.array(Node).nullish() });

interface Pods {
  readonly total: number;
  readonly ready: number;
  /** they cannot run: a crash loop, an image that cannot be had */
  readonly failing: number;
  /** ms: when the first of them began; null without any */
  readonly since: number | null;
}

/** The pods that a deployment brought, and those beside them that it has not replaced yet. */
export interface Rollout {
  /** of what has none ready, if it brought several things and that is so of one */
  readonly canary: Pods;
  readonly stable: Pods;
}

/** @param since ms: when the sync began; pods that began earlier are no part of it */
export function parseRollout(json: unknown, since: number): Rollout | null {
  const parsed = Tree.safeParse(json);
  if (!parsed.success) return null;
  const nodes = parsed.data.nodes ?? [];
  const sets = new Map(nodes.flatMap((node) => (node.kind === 'ReplicaSet' ? [[node.uid, node]] : [])));
  const newest = newestSets([...sets.values()]);
  const pods = nodes.filter((node) => node.kind === 'Pod' && !ownedBy(node, 'Job'));
  const ranBefore = new Set(pods.filter((pod) => startOf(pod) < since).map(versionOf));
  const isCanary = (pod: Node) => {
    const set = sets.get(ownerOf(pod)?.uid ?? '');
    return !ranBefore.has(versionOf(pod)) && (set === undefined || newest.has(set.uid));
  };
  const canary = pods.filter(isCanary);
  return { canary: furthestBehind(canary), stable: tally(pods.filter((pod) => !isCanary(pod))) };
}

/** An application of several Deployments is up when each of them is: that another one serves is no excuse. */
function furthestBehind(canary: readonly Node[]): Pods {
  const parts = [...Map.groupBy(canary, (pod) => ownerOf(pod)?.uid ?? pod.uid).values()].map(tally);
  return parts.find(({ ready }) => ready === 0) ?? tally(canary);
}

function ownerOf({ parentRefs = [] }: Node): { kind: string; uid: string } | undefined {
  return parentRefs[0];
}

function ownedBy(node: Node, kind: string): boolean {
  return ownerOf(node)?.kind === kind;
}

/**
 * What a pod runs: a ReplicaSet has one version, a StatefulSet or DaemonSet marks it on its pods. A pod that was moved to
 * another node, or added, while nothing was rolled out is of a version that ran before.
 */
function versionOf(pod: Node): string {
  const hash = pod.networkingInfo?.labels?.['controller-revision-hash'] ?? '';
  return `${ownerOf(pod)?.uid ?? pod.uid} ${hash}`;
}

/** Argo CD writes whole seconds, cut: a pod may seem to begin a second before the sync that brought it. */
function startOf({ createdAt }: Node): number {
  return createdAt === undefined ? 0 : Date.parse(createdAt) + 999;
}

/** Of each Deployment the ReplicaSet with the highest revision: an older one may get a pod more while it is replaced. */
function newestSets(sets: readonly Node[]): Set<string> {
  const byOwner = Map.groupBy(sets, (set) => ownerOf(set)?.uid ?? set.uid);
  return new Set(
    [...byOwner.values()].flatMap((siblings) => {
      const newest = siblings.reduce((best, set) => (revisionOf(set) > revisionOf(best) ? set : best));
      return [newest.uid];
    }),
  );
}

function revisionOf({ info = [] }: Node): number {
  const revision = info.find(({ name }) => name === 'Revision')?.value ?? '';
  return Number(/^Rev:(\d+)$/.exec(revision)?.[1] ?? 0);
}

function tally(pods: readonly Node[]): Pods {
  const are = (status: string) => pods.filter(({ health }) => health?.status === status).length;
  const starts = pods.flatMap(({ createdAt }) => (createdAt === undefined ? [] : [Date.parse(createdAt)]));
  return {
    total: pods.length,
    ready: are('Healthy'),
    failing: are('Degraded'),
    since: starts.length === 0 ? null : Math.min(...starts),
  };
}
