import type { Argocd, Sync } from '@backout/argocd';
import { type Advertisement, type Change, type Git, readRange } from '@backout/gitops';
import { type Instant, milliseconds, type Sha, UserError } from '@backout/incident';
import { type NamedApplication, rendersFrom } from '@backout/policy';
import type { Pace } from './pace.ts';
import { findSync, noPrevious, notOnBranch, type SyncTimes } from './read-sync.ts';

export interface Awaiting {
  readonly git: Git;
  readonly argocd: Argocd;
  readonly repository: string;
  readonly application: NamedApplication;
  /** Null for the newest sync. */
  readonly revision: Sha | null;
  readonly seen: Advertisement;
  readonly everyMs: number;
  readonly pace: Pace;
  readonly log: (line: string) => void;
}

/**
 * Three minutes until Argo CD polls where nobody refreshes it, and the waves of a large sync: an entry of the history
 * is written at the end of them.
 */
const patienceMs = 15 * 60_000;

/**
 * When the revision went live. A push or a deployment's status may come before Argo CD has run it: then it is asked to
 * compare, which needs no right to write, and waited for.
 *
 * @throws UserError `revision-unknown` for what is not on the branch, is older than Argo CD remembers or was not
 *   synced in time; `no-previous-revision`, `application-unknown`, `argocd-unreadable`
 */
export async function awaitSync(awaiting: Awaiting): Promise<SyncTimes> {
  const { pace, everyMs } = awaiting;
  const receivedAt = pace.now();
  let history = await readHistory(awaiting, false);
  const newest = history.at(-1)?.revision;
  if (newest === undefined) throw noPrevious();
  const revision = awaiting.revision ?? newest;
  const seen = findSync(history, revision) ?? (await withoutSync(awaiting, revision, history, receivedAt));
  if (seen !== null) return seen;
  awaiting.log(`Argo CD runs ${newest.slice(0, 12)}: waiting until it has synced ${revision.slice(0, 12)}`);
  let live = newest;
  let refresh = true;
  for (const began = milliseconds(receivedAt); milliseconds(pace.now()) < began + patienceMs; ) {
    history = await readHistory(awaiting, refresh).catch(unreadable(history));
    refresh = false;
    const now = history.at(-1)?.revision ?? live;
    const found =
      findSync(history, revision) ??
      (now === live ? null : await withoutSync(awaiting, revision, history, receivedAt));
    if (found !== null) return found;
    live = now;
    await pace.sleepUntil(milliseconds(pace.now()) + everyMs);
  }
  throw new UserError(
    'revision-unknown',
    `Argo CD has not synced ${revision.slice(0, 12)} in ${patienceMs / 60_000} minutes; it still runs ${live.slice(0, 12)}`,
  );
}

async function readHistory(awaiting: Awaiting, refresh: boolean): Promise<readonly Sync[]> {
  const { argocd, application, repository } = awaiting;
  return (await argocd.application(application.argocd, { repository, refresh })).history;
}

/** While it is waited for, an answer that does not come is no reason to give up. */
function unreadable(before: readonly Sync[]): (error: unknown) => readonly Sync[] {
  return (error) => {
    if (error instanceof UserError) return before;
    throw error;
  };
}

/**
 * A revision that is not in the history: it brings nothing of the application, so that Argo CD has nothing to run; it
 * was skipped for a newer one; or (null) it is still to come.
 */
async function withoutSync(
  { git, seen, application }: Awaiting,
  revision: Sha,
  history: readonly Sync[],
  at: Instant,
): Promise<SyncTimes | null> {
  const live = history.at(-1)?.revision;
  if (live === undefined) throw noPrevious();
  const coming = await rangeBetween(git, live, revision);
  if (coming === null) return skipped(git, revision, history, live);
  const onBranch = revision === seen.tip || (await rangeBetween(git, revision, seen.tip)) !== null;
  if (!onBranch) throw notOnBranch(revision, seen);
  if (coming.some(({ paths }) => paths.some(({ path }) => rendersFrom(application, path)))) return null;
  return { revision, previous: live, startedAt: at, finishedAt: null, supersededBy: null };
}

async function skipped(git: Git, revision: Sha, history: readonly Sync[], live: Sha): Promise<SyncTimes> {
  const after = new Set((await rangeBetween(git, revision, live))?.map(({ commit }) => commit));
  const index = history.findIndex((sync) => after.has(sync.revision));
  const [before, by] = [history[index - 1], history[index]];
  if (before === undefined || by === undefined) {
    throw new UserError(
      'revision-unknown',
      `Argo CD has not synced ${revision.slice(0, 12)} in full; the newest sync of the application is ${live.slice(0, 12)}`,
    );
  }
  const { startedAt, finishedAt, revision: supersededBy } = by;
  return { revision, previous: before.revision, startedAt, finishedAt, supersededBy };
}

/** Null where the one is not behind the other. */
async function rangeBetween(git: Git, previous: Sha, revision: Sha): Promise<Change[] | null> {
  try {
    return await readRange(git, previous, revision);
  } catch (error) {
    if (error instanceof UserError && error.code === 'revision-unknown') return null;
    throw error;
  }
}
