import { type Application, beforeOf, liveSyncs, previousOf, type Sync, whatChanged } from '@backout/argocd';
import {
  type Before,
  type Instant,
  mostResources,
  type OtherChange,
  type Sha,
  UserError,
} from '@backout/incident';
import { type NamedEvent, newestRevision, wentLive } from './which-sync.ts';

/** When a revision went live, and what was live before. */
export interface SyncTimes {
  readonly revision: Sha;
  readonly previous: Sha;
  readonly startedAt: Instant;
  readonly finishedAt: Instant | null;
  readonly notLive: NotLive | null;
  /** What it changed beside commits of the branch. */
  readonly others: readonly OtherChange[];
  /** Argo CD's syncs up to it, oldest first, as far as it remembers them; none where its history was not asked. */
  readonly syncs: readonly Sync[];
  /** What Argo CD said of the objects, while this sync was its newest. */
  readonly before: Before | null;
  /** A hydrator renders what is synced from the revision. */
  readonly hydrated: boolean;
  /** As it was read when this was found; null where Argo CD was not asked. */
  readonly application: Application | null;
}

/** Why a revision of the branch is not what runs. */
export type NotLive =
  /** Argo CD went past it without running it. */
  | { readonly kind: 'superseded'; readonly by: Sha }
  /** Some of it may be live. */
  | { readonly kind: 'sync-failed' }
  /** Some of it is live, and nothing is under way that would bring the rest. */
  | { readonly kind: 'partly-synced' }
  | { readonly kind: 'comparison-error' };

/**
 * From what Argo CD has synced; what the event said is not believed. Null where no sync of the revision ended well.
 * @throws UserError `no-previous-revision`, `history-too-short`
 */
export function findSync(application: Application, event: NamedEvent): SyncTimes | null {
  const { revision } = event;
  const live = liveSyncs(application);
  const syncs = live.slice(0, wentLive(live, event) + 1);
  const sync = syncs.at(-1);
  if (sync === undefined) return null;
  const { before, base } = baseOf(application, syncs);
  const { startedAt, finishedAt } = sync;
  if (startedAt === null)
    throw new UserError('argocd-unreadable', `Argo CD does not say when it synced ${revision.slice(0, 12)}`);
  const { others } = whatChanged(before, sync);
  const hydrated = application.hydrator !== null;
  const times = { startedAt, finishedAt, notLive: null };
  return {
    revision,
    previous: base,
    ...times,
    others,
    syncs,
    before: beforeIn(application, sync),
    hydrated,
    application,
  };
}

/** Of a newer operation it would be said of another sync; of a part of the objects nothing can be concluded. */
function beforeIn(application: Application, sync: Sync): Before | null {
  const { operation } = application;
  if (operation === null || operation.startedAt !== sync.startedAt) return null;
  const { touched, outOfOrder, degraded } = beforeOf(application);
  if (touched.length > mostResources || outOfOrder.length > mostResources) return null;
  return {
    touched: touched.map((one) => ({ ...one })),
    outOfOrder: [...outOfOrder],
    degraded: [...degraded],
  };
}

/** What ran before the last of the syncs, and the newest revision of the branch up to there. */
function baseOf(application: Application, syncs: readonly Sync[]): { before: Sync; base: Sha } {
  const previous = previousOf(application, syncs.at(-1), syncs);
  switch (previous.kind) {
    case 'first-deployment':
      throw noPrevious();
    case 'too-short':
      throw historyTooShort(application);
    case 'sync': {
      const base = newestRevision(syncs.slice(0, -1));
      if (base === null) throw historyTooShort(application);
      return { before: previous.sync, base };
    }
  }
}

export function noPrevious(): UserError {
  return new UserError(
    'no-previous-revision',
    'this is the first deployment of the application: there is nothing to compare with',
  );
}

export function historyTooShort({ historyLimit }: Pick<Application, 'historyLimit'>): UserError {
  const cure =
    historyLimit < 2
      ? `set its revisionHistoryLimit (${historyLimit}) to 2 or more`
      : 'the next deployment is watched';
  return new UserError(
    'history-too-short',
    `Argo CD's history of the application does not say what ran before: ${cure}`,
  );
}
