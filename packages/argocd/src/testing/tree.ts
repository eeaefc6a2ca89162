import { parseRollout } from '../rollout/rollout.ts';

/** Trees as Argo CD answers with them, beside a sync that began at this moment. */
export const syncBegan = Date.parse('2026-11-21T00:40:32.400Z');
export const [before, after] = ['30:00', '40:33'];

export interface Pod {
  /** what made it */
  readonly of: string;
  /** minutes and seconds */
  readonly at?: string | null;
  readonly status?: string;
  /** of a StatefulSet or a DaemonSet */
  readonly hash?: string;
}

export interface Described {
  readonly kind?: string;
  readonly name?: string;
  readonly status?: string;
  readonly owner?: string;
  /** numbers, by the uid of the ReplicaSet or the name of the ControllerRevision */
  readonly versions: Readonly<Record<string, number>>;
}

export function podNode({ of, at = after, status = 'Healthy', hash }: Pod, index: number): object {
  return {
    ...{ kind: 'Pod', uid: `pod-${index}`, name: `pod-${index}`, namespace: 'shop', health: { status } },
    ...(at !== null && { createdAt: `2026-11-21T00:${at}Z` }),
    parentRefs: of === '' ? [] : [{ kind: 'any', uid: of }],
    ...(hash !== undefined && { networkingInfo: { labels: { 'controller-revision-hash': hash } } }),
  };
}

export function workloadNodes({
  kind = 'Deployment',
  name = 'web',
  status = 'Progressing',
  owner,
  versions,
}: Described) {
  const replicas = kind === 'Deployment' || kind === 'Rollout';
  return [
    {
      ...{ kind, name, uid: name, namespace: 'shop', health: { status } },
      ...(owner !== undefined && { parentRefs: [{ kind: owner, uid: owner }] }),
    },
    ...Object.entries(versions).map(([version, number]) => ({
      kind: replicas ? 'ReplicaSet' : 'ControllerRevision',
      ...{ name: version, uid: version, namespace: 'shop', createdAt: '2026-11-21T00:00:00Z' },
      parentRefs: [{ kind, uid: name }],
      ...(number > 0 && { info: [{ name: 'Revision', value: `Rev:${number}` }] }),
    })),
  ];
}

export function rollout(
  workloads: readonly Described[],
  pods: readonly Pod[],
  changed: readonly string[] | null = null,
) {
  const nodes = [...pods.map(podNode), ...workloads.flatMap(workloadNodes)];
  const changedWorkloads = changed && new Set(changed);
  const parsed = parseRollout({ nodes }, { since: syncBegan, changedWorkloads });
  if (parsed === null) throw new Error('the tree was not understood');
  return parsed;
}

/** The only workload, as changed, new pods and old ones, and whether it is over. */
export function seen(described: Described, pods: readonly Pod[], changed: readonly string[] | null = null) {
  const [one] = rollout([described], pods, changed).workloads;
  return one === undefined ? null : [one.changed, one.canary.total, one.stable.total, one.over];
}

export const web = { versions: { v1: 1, v2: 2 } };
export const none = { total: 0, ready: 0, failing: 0, since: null };
