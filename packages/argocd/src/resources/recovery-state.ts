import type { Sha } from '@backout/incident';
import type { Application } from '../application.ts';
import type { ResourceId, ResourceState, Touched } from './resource.ts';
import { type SyncState, syncState } from './sync-state.ts';

/** What the watch saw of the sync that is taken back. */
export interface Before {
  readonly touched: readonly Touched[];
  /** What was not in order then, touched or not. */
  readonly outOfOrder: readonly ResourceId[];
  /** Those of it that were Degraded. */
  readonly degraded: readonly ResourceId[];
}

/** How far Argo CD is with a revert, and what else there is to tell. */
export interface RecoveryState {
  readonly state: SyncState;
  /** Not in order, and not by the sync or its revert: told, and not waited for. */
  readonly notOurs: readonly ResourceId[];
  /** Not in git any more, and left in the cluster. */
  readonly staying: readonly ResourceId[];
}

/** @param application as it is while its newest operation is the sync that is watched */
export function beforeOf({ operation, resources }: Application): Before {
  return {
    touched: operation?.resources ?? [],
    outOfOrder: resources.filter((one) => !isInOrder(one)).map(({ id }) => id),
    degraded: resources.filter(({ health }) => health === 'Degraded').map(({ id }) => id),
  };
}

/**
 * Recovered when the revert runs and what the sync and the revert touched is in order. What Argo CD found unchanged, and
 * was out of order before, is not this deployment's; what it changed has to be Healthy whatever it was. Where nothing is
 * known of the sync the whole application has to be.
 *
 * @param contains whether a revision is the revert or a descendant of it
 */
export function recoveryState(
  application: Application,
  before: Before | null,
  contains: (revision: Sha) => boolean,
): RecoveryState {
  const { resources, operation, revision, operating, retries, sync } = application;
  const ours = oursOf(
    [...(before?.touched ?? []), ...(operation?.resources ?? [])],
    before?.outOfOrder ?? [],
  );
  const staying = resources.filter((one) => ours.has(one.id) && isStaying(one, application));
  const awaited = resources.filter((one) => ours.has(one.id) && !staying.includes(one));
  const told = {
    notOurs: resources.filter((one) => !ours.has(one.id) && !isInOrder(one)).map(({ id }) => id),
    staying: staying.map(({ id }) => id),
  };
  if (before === null || before.touched.length === 0)
    return { state: syncState(application, contains), notOurs: [], staying: told.staying };
  if (operating) return { state: retries > 0 ? 'retrying' : 'waiting', ...told };
  // What could not be compared is not known to be in order.
  const runs = sync !== 'Unknown' && revision !== null && contains(revision);
  return { state: runs ? worstOf(awaited) : 'waiting', ...told };
}

/** What has to be in order. */
function oursOf(touched: readonly Touched[], outOfOrder: readonly ResourceId[]): ReadonlySet<ResourceId> {
  const excused = new Set(outOfOrder);
  return new Set(touched.filter(({ id, changed }) => changed || !excused.has(id)).map(({ id }) => id));
}

function isStaying({ id, requiresPruning }: ResourceState, { prunes, operation }: Application): boolean {
  if (!requiresPruning) return false;
  return !prunes || (operation?.resources.some((one) => one.id === id && one.kept) ?? false);
}

function worstOf(awaited: readonly ResourceState[]): SyncState {
  // A sync that has just ended shows OutOfSync beside the health of before.
  if (awaited.some(({ sync }) => sync !== 'Synced')) return 'waiting';
  if (awaited.some(({ health }) => health === 'Degraded')) return 'degraded';
  return awaited.every(isInOrder) ? 'recovered' : 'waiting';
}

/** A CronJob that is switched off is Suspended for good. */
function isInOrder({ kind, sync, health }: ResourceState): boolean {
  if (sync !== 'Synced') return false;
  return health === null || health === 'Healthy' || (health === 'Suspended' && kind === 'CronJob');
}
