import type { Rollout } from '../rollout/rollout.ts';
import { type Looked, objectsOf, type SyncedObject } from './object.ts';
import type { WatchedSync } from './watched-sync.ts';

/** How a deployment stands, whatever else there is in its application. */
export type Standing =
  | 'in-order'
  /** what it changed is Degraded because of it */
  | 'failed'
  /** neither good nor bad yet */
  | 'under-way'
  /** it changed no workload that could be good or bad, and what else is not Healthy says nothing of it */
  | 'no-workload'
  /** something is Degraded, and nobody can tell whether this deployment made it so */
  | 'unclear';

/**
 * The health of an application is that of its worst object, and that one may be anybody's: an Ingress without address, a
 * job that fails every night. A deployment answers for what its sync changed.
 *
 * @param rollout null where the tree was not read
 */
export function standingOf(application: Looked, sync: WatchedSync, rollout: Rollout | null): Standing {
  if (application.health === 'Healthy') return 'in-order';
  const objects = objectsOf(application, sync, rollout);
  const degraded = objects.filter(({ health }) => health === 'Degraded');
  const blamed = degraded.map((object) => ({ object, blame: blameFor(object) }));
  const workloads = objects.filter(({ kind }) => kind === 'workload');
  // Going back to a version whose pods never went brings no new ones: that it was applied has to do then.
  const ours = workloads.filter(({ changed, applied }) => changed ?? applied);
  if (blamed.some(({ blame }) => blame === 'ours')) return 'failed';
  if (workloads.some(isAwaited)) return 'under-way';
  const unclear = blamed.filter(({ blame }) => blame === 'unclear').map(({ object }) => object);
  // Another workload may be Degraded for what the sync changed beside it: a ConfigMap that it reads.
  if (isInOrder(ours) && !unclear.some(({ kind }) => kind === 'workload')) return 'in-order';
  const unexplained = application.health === 'Degraded' && degraded.length === 0;
  if (unexplained || unclear.length > 0 || ours.some(({ health }) => health === 'Degraded')) return 'unclear';
  return objects.length === 0 || objects.some(isAwaited) ? 'under-way' : 'no-workload';
}

/** Whether a Degraded object is so because of the sync. */
function blameFor(object: SyncedObject): 'ours' | 'context' | 'unclear' {
  const { changed, begun, before } = object;
  const wasDegraded = before?.degraded ?? null;
  switch (changed) {
    case true:
      // What it was before may still be what is told of it, until something new is there.
      return begun === true || wasDegraded === false ? 'ours' : 'unclear';
    case false:
      return object.kind !== 'workload' || wasDegraded === true ? 'context' : 'unclear';
    case null:
      return wasDegraded === true && begun !== true ? 'context' : 'unclear';
  }
}

function isAwaited({ changed, health }: SyncedObject): boolean {
  return changed !== false && health !== null && health !== 'Healthy' && health !== 'Degraded';
}

/** There are workloads of this deployment, and all of them serve. */
function isInOrder(ours: readonly SyncedObject[]): boolean {
  return ours.length > 0 && ours.every(({ health }) => health === 'Healthy');
}

/**
 * Whether pods are being replaced, as far as the list of objects tells: of what the sync changed, and of what was in order
 * before and is not any more, which may follow from it.
 *
 * @param rollout null where the tree was not read
 */
export function isRolling(application: Looked, sync: WatchedSync, rollout: Rollout | null): boolean {
  const objects = objectsOf(application, sync, rollout).filter(({ kind }) => kind !== 'other');
  // Without the objects all that is told is the application's health.
  if (objects.length === 0) return application.health === 'Progressing';
  return objects.some(
    ({ health, changed, before }) =>
      health === 'Progressing' && (changed !== false || before?.outOfOrder === false),
  );
}
