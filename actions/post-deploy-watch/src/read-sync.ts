import type { Argocd } from '@backout/argocd';
import { type Advertisement, type Git, readRange } from '@backout/gitops';
import { type Instant, type Sha, UserError } from '@backout/incident';
import type { Request } from './request.ts';

/** When the revision went live, and what was live before. */
export interface SyncTimes {
  readonly previous: Sha;
  readonly startedAt: Instant;
  readonly finishedAt: Instant | null;
}

/**
 * From Argo CD's history; what the event said is not believed.
 * @throws UserError `revision-unknown` for a revision that was never synced in full, `no-previous-revision`
 */
export async function readSync(argocd: Argocd, name: string, request: Request): Promise<SyncTimes> {
  const { repository, revision } = request;
  const { history } = await argocd.application(name, { repository });
  const index = history.findLastIndex((sync) => sync.revision === revision);
  const sync = history[index];
  if (sync === undefined) {
    const newest = history.at(-1)?.revision.slice(0, 12) ?? 'nothing';
    throw new UserError(
      'revision-unknown',
      `Argo CD has not synced ${revision.slice(0, 12)} in full; the newest sync of the application is ${newest}`,
    );
  }
  // Somebody may have synced the same revision again by hand: it went live with the first of them.
  const first = history.findIndex(
    (_, at) => at <= index && history.slice(at, index + 1).every(same(revision)),
  );
  const { startedAt, finishedAt } = history[first] ?? sync;
  const previous = history[first - 1]?.revision;
  if (previous === undefined) throw noPrevious();
  return { previous, startedAt, finishedAt };
}

function same(revision: Sha): (sync: { readonly revision: Sha }) => boolean {
  return (sync) => sync.revision === revision;
}

/**
 * Without Argo CD the event's word has to do, as far as git bears it out: both revisions are on the branch. Otherwise
 * whoever can send an event could choose a commit of their own, and with it the policy.
 */
export async function trustEvent(
  git: Git,
  seen: Advertisement,
  request: Request,
  receivedAt: Instant,
): Promise<SyncTimes> {
  const { previousRevision: previous, revision } = request;
  if (previous === null) throw noPrevious();
  const chain = await readRange(git, previous, seen.tip, [revision]);
  if (revision !== previous && !chain.some(({ commit }) => commit === revision)) {
    throw new UserError(
      'revision-unknown',
      `${revision.slice(0, 12)} is not on the branch ${JSON.stringify(seen.branch)}`,
    );
  }
  return { previous, startedAt: receivedAt, finishedAt: null };
}

function noPrevious(): UserError {
  return new UserError(
    'no-previous-revision',
    'this is the first deployment of the application: there is nothing to compare with',
  );
}
