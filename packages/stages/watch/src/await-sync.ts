import { type Application, liveSyncs } from '@backout/argocd';
import { contains, type Git, type Range, type RefAdvertisement, readRange, sameAt } from '@backout/gitops';
import {
  type Clock,
  type Instant,
  milliseconds,
  type Sha,
  UserError,
  unlessUserError,
} from '@backout/incident';
import type { NamedApplication } from '@backout/policy';
import type { ReadApplication } from './read-application.ts';
import {
  findSync,
  historyTooShort,
  type NotLive,
  newestRevision,
  notOnBranch,
  type SyncTimes,
} from './read-sync.ts';

export interface Awaiting {
  readonly git: Git;
  readonly read: ReadApplication;
  readonly application: NamedApplication;
  /** Null for the newest sync. */
  readonly revision: Sha | null;
  readonly remote: RefAdvertisement;
  readonly everyMs: number;
  readonly clock: Clock;
  readonly log: (line: string) => void;
}

/**
 * Three minutes until Argo CD polls where nobody refreshes it, and the waves of a large sync: an entry of the history
 * is written at the end of them.
 */
const patienceMs = 15 * 60_000;

/** A busy Argo CD was seen to do nothing about it until its next poll. */
const compareAgainMs = 60_000;
/** The notification of a failed sync is sent after as many retries; Argo CD's own patience is five, and five minutes. */
const retriesUntilFailed = 2;
/** A repository that cannot be reached for a moment is a comparison error as well. */
const errorsUntilFailed = 3;

/**
 * When the revision went live, or what keeps it from it. A push or a deployment's status may come before Argo CD has run
 * it: then it is asked to compare, which needs no right to write, and waited for.
 *
 * @throws UserError `revision-unknown` for what is not on the branch, is older than Argo CD remembers or was not
 *   synced in time; `not-in-git` where what runs is nobody's commit; `no-previous-revision`, `history-too-short`,
 *   `application-unknown`, `argocd-unreadable`
 */
export async function awaitSync(awaiting: Awaiting): Promise<SyncTimes> {
  const { clock, everyMs } = awaiting;
  const receivedAt = clock.now();
  const first = await awaiting.read();
  const newest = liveRevision(first);
  const revision = awaiting.revision ?? newestSynced(first);
  const found = findSync(first, revision) ?? (await withoutSync(awaiting, revision, first, receivedAt));
  if (found !== null) return found;
  awaiting.log(`Argo CD runs ${newest.slice(0, 12)}: waiting until it has synced ${revision.slice(0, 12)}`);
  const awaited = { ...awaiting, revision, receivedAt, brings: bringing(awaiting.git, revision) };
  let waiting: Waiting = { live: newest, comparedAt: Number.NEGATIVE_INFINITY, errors: 0 };
  for (const began = milliseconds(receivedAt); milliseconds(clock.now()) < began + patienceMs; ) {
    const now = milliseconds(clock.now());
    const compare = now - waiting.comparedAt >= compareAgainMs;
    // While it is waited for, an answer that does not come is no reason to give up.
    const asked = awaiting.read({ refresh: compare });
    const application = await unlessUserError(asked, null, 'argocd-unreadable', 'application-unknown');
    if (application !== null) {
      const ended = await conclude(awaited, application, waiting);
      if (ended !== null) return ended;
      waiting = after(waiting, application, compare ? now : waiting.comparedAt);
    }
    await clock.sleepUntil(milliseconds(clock.now()) + everyMs);
  }
  throw new UserError(
    'revision-unknown',
    `Argo CD has not synced ${revision.slice(0, 12)} in ${patienceMs / 60_000} minutes; it still runs ${waiting.live.slice(0, 12)}`,
  );
}

interface Awaited extends Awaiting {
  readonly revision: Sha;
  readonly receivedAt: Instant;
  /** Whether a sync of that revision is a sync of ours as well. */
  readonly brings: (attempted: Sha) => Promise<boolean>;
}

interface Waiting {
  readonly live: Sha;
  /** When Argo CD has answered a request to compare. */
  readonly comparedAt: number;
  /** Comparison errors in a row. */
  readonly errors: number;
}

function after({ live, errors }: Waiting, application: Application, comparedAt: number): Waiting {
  return {
    live: newestRevision(liveSyncs(application)) ?? live,
    comparedAt,
    errors: application.comparisonError ? errors + 1 : 0,
  };
}

/** @returns null while the revision is still to come */
async function conclude(
  awaited: Awaited,
  application: Application,
  waiting: Waiting,
): Promise<SyncTimes | null> {
  const { revision, receivedAt } = awaited;
  const live = newestRevision(liveSyncs(application)) ?? waiting.live;
  const gone =
    findSync(application, revision) ??
    (live === waiting.live ? null : await withoutSync(awaited, revision, application, receivedAt));
  if (gone !== null) return gone;
  const notLive = await keptBack(awaited, application, waiting);
  return notLive && { ...unsynced(application, { revision, previous: live, at: receivedAt }), notLive };
}

async function keptBack(
  { brings }: Awaited,
  { comparisonError, attempted, failed, operating, retries }: Application,
  { errors }: Waiting,
): Promise<NotLive | null> {
  if (comparisonError && errors + 1 >= errorsUntilFailed) return { kind: 'comparison-error' };
  if (attempted === null || !(failed || (operating && retries >= retriesUntilFailed))) return null;
  return (await brings(attempted)) ? { kind: 'sync-failed' } : null;
}

/** Asks git once per revision. */
function bringing(git: Git, revision: Sha): Awaited['brings'] {
  const known = new Map<Sha, Promise<boolean>>([[revision, Promise.resolve(true)]]);
  return (attempted) => {
    const found =
      known.get(attempted) ?? unlessUserError(contains(git, attempted, revision), false, 'revision-unknown');
    known.set(attempted, found);
    return found;
  };
}

/** The newest revision of the branch that was synced, whatever came after it. */
function liveRevision(application: Application): Sha {
  const live = newestRevision(liveSyncs(application));
  if (live === null) throw historyTooShort(application);
  return live;
}

function newestSynced(application: Application): Sha {
  const newest = liveSyncs(application).at(-1);
  if (newest === undefined) throw historyTooShort(application);
  if (newest.revision !== null) return newest.revision;
  throw new UserError(
    'not-in-git',
    newest.from === 'local'
      ? "what runs was synced from manifests of somebody's disk: sync the application from git again"
      : 'Argo CD does not say which commit of the branch runs',
  );
}

/** Nothing of the revision was run. */
function unsynced(
  application: Application,
  { revision, previous, at }: { revision: Sha; previous: Sha; at: Instant },
): SyncTimes {
  const times = { startedAt: at, finishedAt: null, notLive: null };
  return {
    revision,
    previous,
    ...times,
    others: [],
    syncs: [],
    before: null,
    hydrated: application.hydrator !== null,
    application,
  };
}

/**
 * A revision that is not in the history: it brings nothing of the application, so that Argo CD has nothing to run; it
 * was skipped for a newer one; or (null) it is still to come.
 */
async function withoutSync(
  { git, remote, application }: Awaiting,
  revision: Sha,
  current: Application,
  at: Instant,
): Promise<SyncTimes | null> {
  const live = liveRevision(current);
  const coming = await rangeBetween(git, live, revision);
  if (coming === null) return skipped(git, revision, current, { live, at });
  if (!(await contains(git, remote.tip, revision))) throw notOnBranch(revision, remote);
  if (!(await sameAt(git, live, revision, application.paths))) return null;
  return unsynced(current, { revision, previous: live, at });
}

async function skipped(
  git: Git,
  revision: Sha,
  current: Application,
  { live, at }: { readonly live: Sha; readonly at: Instant },
): Promise<SyncTimes> {
  const after = new Set((await rangeBetween(git, revision, live))?.commits.map(({ id }) => id));
  const syncs = liveSyncs(current);
  const index = syncs.findIndex((sync) => sync.revision !== null && after.has(sync.revision));
  const [before, by] = [newestRevision(syncs.slice(0, Math.max(0, index))), syncs[index]];
  if (before === null || by === undefined || by.revision === null) {
    throw new UserError(
      'revision-unknown',
      `Argo CD has not synced ${revision.slice(0, 12)} in full; the newest sync of the application is ${live.slice(0, 12)}`,
    );
  }
  const { startedAt, finishedAt, revision: newer } = by;
  return {
    ...unsynced(current, { revision, previous: before, at: startedAt ?? at }),
    finishedAt,
    notLive: { kind: 'superseded', by: newer },
  };
}

/** Null where the one is not behind the other. */
function rangeBetween(git: Git, previous: Sha, revision: Sha): Promise<Range | null> {
  return unlessUserError(readRange(git, previous, revision), null, 'revision-unknown');
}
