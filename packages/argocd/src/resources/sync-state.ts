import type { Sha } from '@backout/incident';
import type { Application } from '../application.ts';

export type SyncState = 'recovered' | 'waiting' | 'retrying' | 'degraded';

/**
 * Argo CD runs `revision` or something after it, and it is healthy: no operation requested or running, Synced,
 * Healthy (recorded from a real one). Right after a sync the health is still the old one's: an operation or OutOfSync
 * beside it shows that.
 * @param contains whether a revision is the revert or a descendant of it
 */
export function syncState(application: Application, contains: (revision: Sha) => boolean): SyncState {
  const runs = application.revision !== null && contains(application.revision);
  if (application.operating) return application.retries > 0 ? 'retrying' : 'waiting';
  if (!runs || application.sync !== 'Synced') return 'waiting';
  if (application.health === 'Degraded') return 'degraded';
  return application.health === 'Healthy' ? 'recovered' : 'waiting';
}
