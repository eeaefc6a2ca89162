import type { Sync } from '@backout/argocd';

type Told = Pick<Sync, 'id' | 'revision' | 'startedAt' | 'finishedAt'>;

/** A full sync that Argo CD did by itself. */
export function synced(told: Told): Sync {
  const initiatedBy = { username: null, automated: true };
  return { ...told, from: 'sources', sources: [], initiatedBy, partial: false };
}
