import type { Application } from '../application.ts';
import type { Health } from '../health.ts';
import type { ResourceId, ResourceState } from '../resources/resource.ts';
import type { Rollout } from '../rollout/rollout.ts';
import { hasPods, type Workload } from '../rollout/workload.ts';
import { isChanged, touchedBy, type WatchedSync, workloadId } from './watched-sync.ts';

/** One of an application's objects, and what the sync that is watched has to do with it. */
export interface SyncedObject {
  readonly kind: 'workload' | 'custom' | 'other';
  /** null for what has none */
  readonly health: Health | null;
  /** by the sync: its pod template, for a workload; null where that cannot be told */
  readonly changed: boolean | null;
  /** Argo CD says that it wrote it, which may have changed something else of a workload, or nothing */
  readonly applied: boolean;
  /** something of its newest version was made after the sync began; null where its pods were not read */
  readonly begun: boolean | null;
  /** when the sync was read first; null where it was not read then */
  readonly before: { readonly degraded: boolean; readonly outOfOrder: boolean } | null;
}

export type Looked = Pick<Application, 'health' | 'resources' | 'operation'>;

/**
 * What is in git. A workload's pods say more of it than the list does.
 *
 * @param rollout null where the tree was not read
 */
export function objectsOf(
  application: Looked,
  sync: WatchedSync,
  rollout: Rollout | null,
): readonly SyncedObject[] {
  const touched = touchedBy(application, sync);
  const workloads = new Map(rollout?.workloads.map((one) => [one.id, one]));
  const listed = application.resources.filter(({ requiresPruning }) => !requiresPruning);
  return listed.map((resource): SyncedObject => {
    const { id } = resource;
    const workload = workloads.get(workloadId(id));
    const told = { applied: isChanged(id, null, touched) === true, before: beforeOf(id, sync) };
    if (workload !== undefined) return { kind: 'workload', ...stateOf(workload), ...told };
    const changed = changedOf(resource, sync, touched);
    return { kind: kindOf(resource), health: resource.health, changed, begun: null, ...told };
  });
}

function stateOf({ health, changed, begun }: Workload) {
  return { health, changed, begun };
}

function changedOf(
  { id, kind }: ResourceState,
  { rendered }: WatchedSync,
  touched: ReturnType<typeof touchedBy>,
): boolean | null {
  if (rendered !== null && hasPods(kind)) return rendered.workloads.has(workloadId(id));
  return isChanged(id, rendered, touched);
}

function beforeOf(id: ResourceId, { before }: WatchedSync): SyncedObject['before'] {
  if (before === null) return null;
  return { degraded: before.degraded.includes(id), outOfOrder: before.outOfOrder.includes(id) };
}

/** The groups of Kubernetes itself have no dot, or end so; what others brought has an operator, and perhaps pods. */
function kindOf({ id, kind }: ResourceState): SyncedObject['kind'] {
  if (hasPods(kind)) return 'workload';
  const group = id.slice(0, id.indexOf('/'));
  return group.includes('.') && !group.endsWith('.k8s.io') ? 'custom' : 'other';
}
