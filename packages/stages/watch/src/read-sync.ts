import type { Sync } from '@backout/argocd';
import { type Git, type RefAdvertisement, readRange } from '@backout/gitops';
import { type Instant, type Sha, UserError } from '@backout/incident';

/** When a revision went live, and what was live before. */
export interface SyncTimes {
  readonly revision: Sha;
  readonly previous: Sha;
  readonly startedAt: Instant;
  readonly finishedAt: Instant | null;
  readonly notLive: NotLive | null;
  /** Argo CD's syncs before it, oldest first, as far as it remembers them; the last one is of `previous`. */
  readonly before: readonly Sync[];
}

/** Why a revision of the branch is not what runs. */
export type NotLive =
  /** Argo CD went past it without running it. */
  | { readonly kind: 'superseded'; readonly by: Sha }
  /** Some of it may be live. */
  | { readonly kind: 'sync-failed' }
  | { readonly kind: 'comparison-error' };

/**
 * From Argo CD's history; what the event said is not believed. Null where no sync of the revision ended well.
 * @throws UserError `no-previous-revision`
 */
export function findSync(history: readonly Sync[], revision: Sha): SyncTimes | null {
  const index = history.findLastIndex((sync) => sync.revision === revision);
  const sync = history[index];
  if (sync === undefined) return null;
  // Somebody may have synced the same revision again by hand: it went live with the first of them.
  const first = history.findIndex(
    (_, at) => at <= index && history.slice(at, index + 1).every((other) => other.revision === revision),
  );
  const { startedAt, finishedAt } = history[first] ?? sync;
  const previous = history[first - 1]?.revision ?? null;
  if (previous === null) throw noPrevious();
  if (startedAt === null)
    throw new UserError('argocd-unreadable', `Argo CD does not say when it synced ${revision.slice(0, 12)}`);
  return { revision, previous, startedAt, finishedAt, notLive: null, before: history.slice(0, first) };
}

export interface EventRevisions {
  readonly revision: Sha | null;
  readonly previousRevision: Sha | null;
}

/**
 * Without Argo CD the event's word has to do, as far as git bears it out: both revisions are on the branch. Otherwise
 * whoever can send an event could choose a commit of their own, and with it the policy.
 */
export async function trustEvent(
  git: Git,
  remote: RefAdvertisement,
  { revision, previousRevision: previous }: EventRevisions,
  receivedAt: Instant,
): Promise<SyncTimes> {
  if (revision === null) {
    throw new UserError(
      'input-missing',
      'the input revision is missing: only with Argo CD in the policy is it looked up',
    );
  }
  if (previous === null) throw noPrevious();
  const chain = await readRange(git, previous, remote.tip, [revision]);
  if (revision !== previous && !chain.some(({ commit }) => commit === revision)) {
    throw notOnBranch(revision, remote);
  }
  return { revision, previous, startedAt: receivedAt, finishedAt: null, notLive: null, before: [] };
}

export function notOnBranch(revision: Sha, { branch }: RefAdvertisement): UserError {
  return new UserError(
    'revision-unknown',
    `${revision.slice(0, 12)} is not on the branch ${JSON.stringify(branch)}`,
  );
}

export function noPrevious(): UserError {
  return new UserError(
    'no-previous-revision',
    'this is the first deployment of the application: there is nothing to compare with',
  );
}
