import type { Pods } from './pods.ts';
import { parseTree } from './tree.ts';
import { readWorkloads, type SyncTold, type Workload } from './workload.ts';

/** The pods that a deployment brought, and those beside them that it has not replaced yet. */
export interface Rollout {
  /** of what has none ready, if it brought several things and that is so of one */
  readonly canary: Pods;
  /** of the same workloads */
  readonly stable: Pods;
  /** what has pods of its own, in the order of the tree */
  readonly workloads: readonly Workload[];
  /** for each workload that this sync changed; null where that cannot be told of one */
  readonly over: boolean | null;
  /** what has none ready has used up its own progress deadline */
  readonly pastDeadline: boolean;
}

/** @returns null for an answer of a form that is not known */
export function parseRollout(json: unknown, told: SyncTold): Rollout | null {
  const nodes = parseTree(json);
  if (nodes === null) return null;
  const workloads = readWorkloads(nodes, told);
  const begun = workloads.filter(({ canary }) => canary.total > 0);
  const behind = furthestBehind(begun);
  return {
    canary: behind?.canary ?? sum(begun.map(({ canary }) => canary)),
    stable: behind?.stable ?? sum(begun.map(({ stable }) => stable)),
    workloads,
    over: workloads.some(({ over }) => over === false)
      ? false
      : workloads.some(({ over }) => over === null)
        ? null
        : true,
    pastDeadline: behind?.health === 'Degraded',
  };
}

/**
 * An application of several workloads is up when each of them is: that another one serves is no excuse. Of several that
 * do not, one that fails tells more than one that starts, and then the one that has had the most time.
 */
function furthestBehind(begun: readonly Workload[]): Workload | undefined {
  const since = ({ canary }: Workload) => canary.since ?? Number.POSITIVE_INFINITY;
  const failing = ({ canary }: Workload) => Number(canary.failing > 0);
  return begun
    .filter(({ canary }) => canary.ready === 0)
    .toSorted((one, other) => failing(other) - failing(one) || since(one) - since(other))[0];
}

function sum(all: readonly Pods[]): Pods {
  const total = (of: (pods: Pods) => number) => all.reduce((so, pods) => so + of(pods), 0);
  const starts = all.flatMap(({ since }) => (since === null ? [] : [since]));
  return {
    total: total((pods) => pods.total),
    ready: total((pods) => pods.ready),
    failing: total((pods) => pods.failing),
    since: starts.length === 0 ? null : Math.min(...starts),
  };
}
