import { type Application, liveSyncs } from '@backout/argocd';
import {
  contains,
  findRange,
  type Git,
  mostCommits,
  type NoRange,
  type RefAdvertisement,
  sameAt,
} from '@backout/gitops';
import { type Instant, type Sha, UserError } from '@backout/incident';
import type { NamedApplication } from '@backout/policy';
import { historyTooShort, newestRevision, type SyncTimes } from '@backout/preflight';
import { notOnBranch } from './trust-event.ts';

export interface Looking {
  readonly git: Git;
  readonly application: Pick<NamedApplication, 'paths'>;
  readonly remote: RefAdvertisement;
}

interface Unsynced {
  readonly revision: Sha;
  readonly previous: Sha;
  readonly at: Instant;
}

/** Nothing of the revision was run. */
export function unsynced(application: Application, { revision, previous, at }: Unsynced): SyncTimes {
  const times = { startedAt: at, finishedAt: null, notLive: null };
  const untold = { others: [], syncs: [], before: null };
  return { revision, previous, ...times, ...untold, hydrated: application.hydrator !== null, application };
}

/** The newest revision of the branch that was synced, whatever came after it. */
export function liveRevision(application: Application): Sha {
  const live = newestRevision(liveSyncs(application));
  if (live === null) throw historyTooShort(application);
  return live;
}

/**
 * A revision that is not in the history: it brings nothing of the application, so that Argo CD has nothing to run; it
 * was skipped for a newer one; or (null) it is still to come.
 */
export async function withoutSync(
  looking: Looking,
  revision: Sha,
  current: Application,
  at: Instant,
): Promise<SyncTimes | null> {
  const { git, remote, application } = looking;
  const live = liveRevision(current);
  const coming = await findRange(git, { previous: live, revision });
  if (coming === 'not-behind') return skipped(looking, revision, current, { live, at });
  if (!(await contains(git, remote.tip, revision))) throw notOnBranch(revision, remote);
  if (coming === 'too-far') throw unknown(`${named(revision)} is ${farAfter(live)}, which runs`);
  if (!(await sameAt(git, live, revision, application.paths))) return null;
  return unsynced(current, { revision, previous: live, at });
}

interface Live {
  readonly live: Sha;
  readonly at: Instant;
}

/** What runs does not lie before the revision. */
async function skipped(
  looking: Looking,
  revision: Sha,
  current: Application,
  { live, at }: Live,
): Promise<SyncTimes> {
  const range = await findRange(looking.git, { previous: revision, revision: live });
  if (typeof range === 'string') throw await apart(looking, revision, live, range);
  const after = new Set(range.commits.map(({ id }) => id));
  const syncs = liveSyncs(current);
  const index = syncs.findIndex((sync) => sync.revision !== null && after.has(sync.revision));
  const [before, by] = [newestRevision(syncs.slice(0, Math.max(0, index))), syncs[index]];
  if (before === null || by === undefined || by.revision === null) {
    throw unknown(
      `${named(revision)} is older than all syncs of the application that Argo CD remembers; it runs ${named(live)}`,
    );
  }
  const { startedAt, finishedAt, revision: newer } = by;
  return {
    ...unsynced(current, { revision, previous: before, at: startedAt ?? at }),
    finishedAt,
    notLive: { kind: 'superseded', by: newer },
  };
}

/** Neither is in the history of the other, or not within reach. */
async function apart({ git, remote }: Looking, revision: Sha, live: Sha, why: NoRange): Promise<UserError> {
  switch (why) {
    case 'too-far':
      return unknown(`${named(live)}, which runs, is ${farAfter(revision)}`);
    case 'not-behind':
      if (!(await contains(git, remote.tip, revision))) return notOnBranch(revision, remote);
      return unknown(
        `${named(live)}, which runs, is not in the history of ${named(revision)}; was the branch force-pushed, or set back?`,
      );
  }
}

function farAfter(commit: Sha): string {
  return `more than ${mostCommits.toLocaleString('en')} commits after ${named(commit)}`;
}

function named(commit: Sha): string {
  return commit.slice(0, 12);
}

function unknown(why: string): UserError {
  return new UserError('revision-unknown', why);
}
