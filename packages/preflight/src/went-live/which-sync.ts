import { type Application, liveSyncs, type Sync, whatChanged } from '@backout/argocd';
import type { Sha } from '@backout/incident';

export interface EventRevisions {
  readonly revision: Sha | null;
  readonly previousRevision: Sha | null;
}

export type NamedEvent = EventRevisions & { readonly revision: Sha };

/**
 * Somebody may have synced the same again by hand: it went live with the first of them. With other parameters it is a
 * deployment of its own, with an event of its own: what was live before tells which of them is meant. Only syncs of
 * Argo CD's are chosen among, and where none is like that it is the newest.
 */
export function wentLive(syncs: readonly Sync[], { revision, previousRevision }: NamedEvent): number {
  const times = timesLive(syncs, revision);
  const meant = times.findLast((index) => newestRevision(syncs.slice(0, index)) === previousRevision);
  return (previousRevision === null ? undefined : meant) ?? times.at(-1) ?? -1;
}

/** Places in the list. */
function timesLive(syncs: readonly Sync[], revision: Sha): readonly number[] {
  return syncs.flatMap((sync, index) =>
    sync.revision === revision && !isSame(syncs[index - 1], sync) ? [index] : [],
  );
}

/** How often a revision went live, where nothing tells which of the times is meant. */
export function timesMeant(application: Application, { revision, previousRevision }: NamedEvent): number {
  return previousRevision === null ? timesLive(liveSyncs(application), revision).length : 1;
}

function isSame(before: Sync | undefined, after: Sync | undefined): boolean {
  if (before === undefined || after === undefined) return false;
  const { commits, others } = whatChanged(before, after);
  return commits === null && others.length === 0 && before.revision === after.revision;
}

/** After a sync of local manifests it is the one that ran before them. */
export function newestRevision(syncs: readonly Sync[]): Sha | null {
  return syncs.findLast(({ revision }) => revision !== null)?.revision ?? null;
}
