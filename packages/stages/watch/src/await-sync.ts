import { type Application, liveSyncs, unknownSince } from '@backout/argocd';
import { contains, type Git } from '@backout/gitops';
import {
  type Clock,
  type Instant,
  milliseconds,
  type Sha,
  UserError,
  unlessUserError,
} from '@backout/incident';
import {
  type EventRevisions,
  findSync,
  historyTooShort,
  type NamedEvent,
  type NotLive,
  newestRevision,
  type SyncTimes,
  timesMeant,
} from '@backout/preflight';
import type { ReadApplication } from './read-application.ts';
import { type Looking, liveRevision, unsynced, withoutSync } from './without-sync.ts';

export interface Awaiting extends Looking {
  readonly read: ReadApplication;
  /** Without a revision it is the newest sync. */
  readonly event: EventRevisions;
  readonly everyMs: number;
  /** The shortest watch. */
  readonly atLeastMs: number;
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
  const revision = awaiting.event.revision ?? newestSynced(first);
  const event = { ...awaiting.event, revision };
  const found = findSync(first, event) ?? (await withoutSync(awaiting, revision, first, receivedAt));
  const times = timesMeant(first, event);
  if (times > 1)
    awaiting.log(`${revision.slice(0, 12)} went live ${times} times: the newest of these is watched`);
  if (found !== null) return found;
  awaiting.log(`Argo CD runs ${newest.slice(0, 12)}: waiting until it has synced ${revision.slice(0, 12)}`);
  const awaited = { ...awaiting, event, receivedAt, brings: bringing(awaiting.git, revision) };
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
  readonly event: NamedEvent;
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
  const { event, receivedAt } = awaited;
  const { revision } = event;
  const live = newestRevision(liveSyncs(application)) ?? waiting.live;
  const gone =
    findSync(application, event) ??
    (live === waiting.live ? null : await withoutSync(awaited, revision, application, receivedAt));
  if (gone !== null) return gone;
  const notLive = await keptBack(awaited, application, waiting);
  return notLive && { ...unsynced(application, { revision, previous: live, at: receivedAt }), notLive };
}

async function keptBack(
  awaited: Awaited,
  application: Application,
  { errors }: Waiting,
): Promise<NotLive | null> {
  const { comparisonError, attempted } = application;
  if (comparisonError && errors + 1 >= errorsUntilFailed) return { kind: 'comparison-error' };
  const ended = endedWithoutIt(awaited, application);
  if (ended === null || attempted === null) return null;
  return (await awaited.brings(attempted)) ? ended : null;
}

/** How the newest operation ended, if it has not brought all that it was to bring. */
function endedWithoutIt(awaited: Awaited, application: Application): NotLive | null {
  const { failed, operating, retries } = application;
  if (failed || (operating && retries >= retriesUntilFailed)) return { kind: 'sync-failed' };
  return isPartForGood(awaited, application) ? { kind: 'partly-synced' } : null;
}

/**
 * Who picks some of the resources may do the others a minute later, and wants all of it watched: to wait as long as the
 * shortest watch of the policy costs them nothing, and what is said then is no later than a verdict would be.
 */
function isPartForGood({ clock, receivedAt, atLeastMs }: Awaited, application: Application): boolean {
  const { operation, operating, sync } = application;
  if (operating || sync !== 'OutOfSync' || unknownSince(application)?.why !== 'partly-synced') return false;
  const since = milliseconds(operation?.finishedAt ?? receivedAt);
  return milliseconds(clock.now()) - since >= atLeastMs;
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
