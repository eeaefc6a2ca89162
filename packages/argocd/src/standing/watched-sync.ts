import { milliseconds } from '@backout/incident';
import type { Application } from '../application.ts';
import type { Before } from '../resources/recovery-state.ts';
import type { ResourceId, Touched } from '../resources/resource.ts';
import type { SyncTold } from '../rollout/workload.ts';

/** What is known of a sync when its application is looked at. */
export interface WatchedSync {
  /** ms: when it began */
  readonly since: number;
  /** what is rendered otherwise because of it; null where that could not be compared, or not yet */
  readonly rendered: ChangedBySync | null;
  /** what Argo CD said of the objects while it was the newest; null where that was not read */
  readonly before: Before | null;
}

export interface ChangedBySync {
  /** `Kind/namespace/name` of what replaces its pods */
  readonly workloads: ReadonlySet<string>;
  readonly resources: ReadonlySet<ResourceId>;
}

/** The kind, the namespace and the name: a tree has no two groups of a kind that has pods. */
export function workloadId(id: ResourceId): string {
  return id.slice(id.indexOf('/') + 1);
}

/** What the sync did to each object, by Argo CD; null where that is not told any more. */
export function touchedBy(
  { operation }: Pick<Application, 'operation'>,
  { since, before }: WatchedSync,
): readonly Touched[] | null {
  const isNewest = operation?.startedAt != null && milliseconds(operation.startedAt) === since;
  const touched = before?.touched ?? (isNewest ? operation.resources : []);
  return touched.length === 0 ? null : touched;
}

/** Whether the sync changed an object; null where nothing tells. */
export function isChanged(
  id: ResourceId,
  rendered: ChangedBySync | null,
  touched: readonly Touched[] | null,
): boolean | null {
  if (rendered !== null) return rendered.resources.has(id);
  return touched === null ? null : touched.some((one) => one.id === id && one.changed);
}

/** The same, as the tree is asked with it. */
export function syncTold(application: Pick<Application, 'operation'>, sync: WatchedSync): SyncTold {
  const unchanged = (touchedBy(application, sync) ?? []).filter(({ changed }) => !changed);
  return {
    since: sync.since,
    changedWorkloads: sync.rendered?.workloads ?? null,
    unchanged: new Set(unchanged.map(({ id }) => workloadId(id))),
  };
}
