import { milliseconds } from '@backout/incident';
import type { Application } from '../application.ts';
import type { Sync } from './sync.ts';

/** What was live before a sync. */
export type Previous =
  | { readonly kind: 'sync'; readonly sync: Sync }
  /** There was no application before. */
  | { readonly kind: 'first-deployment' }
  /** Argo CD keeps too few syncs to tell. */
  | { readonly kind: 'too-short' };

type Kept = Pick<Application, 'history' | 'historyLimit' | 'createdAt'>;

/** Of two entries one is what runs, and the other what ran before. */
const fewestEntries = 2;

/** An application is synced first when whoever creates it has also pushed what it renders. */
const firstWithinMs = 10 * 60_000;

/** Two clocks are compared: the API server's and the controller's. */
const clocksApartMs = 60_000;

/** @param syncs oldest first, with what is live beside the history: `liveSyncs` */
export function previousOf(
  application: Kept,
  sync: Sync | undefined,
  syncs: readonly Sync[] = application.history,
): Previous {
  const { history, historyLimit } = application;
  if (sync === undefined || history.length === 0 || historyLimit < fewestEntries)
    return { kind: 'too-short' };
  const before = syncs[syncs.indexOf(sync) - 1];
  if (before !== undefined) return { kind: 'sync', sync: before };
  return isFirst(application, sync) ? { kind: 'first-deployment' } : { kind: 'too-short' };
}

/** The ids start at 0 again after a limit of 0, and when an application is made anew: 0 alone is no beginning. */
function isFirst({ createdAt }: Kept, { id, startedAt }: Sync): boolean {
  if (id !== 0 || createdAt === null || startedAt === null) return false;
  const ageMs = milliseconds(startedAt) - milliseconds(createdAt);
  return ageMs >= -clocksApartMs && ageMs <= firstWithinMs;
}
