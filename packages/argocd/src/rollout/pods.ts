import type { Node } from './tree.ts';

export interface Pods {
  readonly total: number;
  readonly ready: number;
  /** they cannot run: a crash loop, an image that cannot be had */
  readonly failing: number;
  /** ms: when the first of them began; null without any */
  readonly since: number | null;
}

export function tally(pods: readonly Node[]): Pods {
  const are = (status: string) => pods.filter(({ health }) => health?.status === status).length;
  const starts = pods.flatMap(({ createdAt }) => (createdAt ? [Date.parse(createdAt)] : []));
  return {
    total: pods.length,
    ready: are('Healthy'),
    failing: are('Degraded'),
    since: starts.length === 0 ? null : Math.min(...starts),
  };
}

/** @param since ms */
export function beganAfter({ createdAt }: Node, since: number): boolean {
  // Argo CD writes whole seconds, cut: a pod may seem to begin a second before the sync that brought it.
  return createdAt ? Date.parse(createdAt) + 999 >= since : false;
}
