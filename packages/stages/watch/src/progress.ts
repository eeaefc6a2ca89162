import {
  type Application,
  type Before,
  isRolling,
  liveSyncs,
  type Sync,
  unknownSince,
  whatChanged,
} from '@backout/argocd';
import { type Instant, milliseconds, type Sha, unlessUserError } from '@backout/incident';
import type { ReadApplication } from './read-application.ts';
import type { RenderingWatch } from './rendering.ts';

/** Why what is watched is not what runs any more. */
export type Ended =
  | { readonly kind: 'superseded'; readonly by: Sha }
  /** Nobody's commit runs now. */
  | { readonly kind: 'not-in-git' }
  /** A newer sync failed, and part of it may be live. */
  | { readonly kind: 'sync-failed' };

/** What Argo CD says of the application at a look. */
export interface SyncProgress {
  readonly ended: Ended | null;
  /** Whether pods are being replaced; null where Argo CD does not say. */
  readonly rolling: boolean | null;
}

export interface Progressing {
  /** Null where the policy names no Argo CD. */
  readonly read: ReadApplication | null;
  readonly revision: Sha;
  readonly syncStartedAt: Instant;
  /** What Argo CD said of the objects while it was the newest sync. */
  readonly before: Before | null;
  readonly changed: RenderingWatch['changed'];
  /** The sync that is watched; undefined where Argo CD's history was not asked. */
  readonly sync: Sync | undefined;
  /** Whether what the application renders from differs between two commits of the branch. */
  readonly differs: (from: Sha, to: Sha) => Promise<boolean>;
  readonly log: (line: string) => void;
}

/** Argo CD that does not answer for a look is neither a newer sync nor a rollout; its health signal says so if it lasts. */
export function progressOf(progressing: Progressing): () => Promise<SyncProgress> {
  const endedBy = remembering(progressing);
  const { before, changed, syncStartedAt } = progressing;
  return async () => {
    const unknown = { ended: null, rolling: null };
    if (progressing.read === null) return unknown;
    const read = await unlessUserError(progressing.read(), null, 'argocd-unreadable', 'application-unknown');
    if (read === null) return unknown;
    // A git that is away for a look says nothing of what was synced.
    const ended = await unlessUserError(endedBy(read), null, 'repository-unreadable', 'revision-unknown');
    const sync = { since: milliseconds(syncStartedAt), rendered: changed(), before };
    return { ended, rolling: isRolling(read, sync, null) };
  };
}

/** Each newer sync is asked about once, and told once if it changed nothing of the application. */
function remembering(given: Progressing): (application: Application) => Promise<Ended | null> {
  const progressing = { ...given, differs: askedOnce(given.differs), log: toldOnce(given.log) };
  return async (application) => {
    const [watched, ...newer] = sinceWatched(liveSyncs(application), progressing);
    for (const [index, after] of newer.entries()) {
      const before = newer[index - 1] ?? watched;
      const ended = before === undefined ? null : await endedByNewer(before, after, progressing);
      if (ended !== null) return ended;
    }
    return failedSince(application, progressing);
  };
}

/** A failure is no answer: it is asked again at the next look. */
function askedOnce(differs: Progressing['differs']): Progressing['differs'] {
  const answers = new Map<string, boolean>();
  return async (from, to) => {
    const answer = answers.get(`${from} ${to}`) ?? (await differs(from, to));
    answers.set(`${from} ${to}`, answer);
    return answer;
  };
}

function toldOnce(log: Progressing['log']): Progressing['log'] {
  const told = new Set<string>();
  return (line) => {
    if (!told.has(line)) log(line);
    told.add(line);
  };
}

/** The sync that is watched and those after it; where it is not kept any more, all that began later. */
function sinceWatched(
  syncs: readonly Sync[],
  { sync, revision, syncStartedAt }: Progressing,
): readonly Sync[] {
  const kept = syncs.findIndex(
    ({ id, startedAt }) => startedAt === syncStartedAt && (sync === undefined || id === sync.id),
  );
  if (kept !== -1) return syncs.slice(kept);
  if (sync !== undefined) return [sync, ...syncs.filter((other) => isLater(other, syncStartedAt))];
  return syncs.slice(syncs.findLastIndex((other) => other.revision === revision));
}

function isLater({ startedAt }: Sync, than: Instant): boolean {
  return startedAt !== null && milliseconds(startedAt) > milliseconds(than);
}

async function endedByNewer(before: Sync, after: Sync, progressing: Progressing): Promise<Ended | null> {
  const { commits, others } = whatChanged(before, after);
  const { revision } = after;
  if (others.length > 0)
    return revision === null ? { kind: 'not-in-git' } : { kind: 'superseded', by: revision };
  if (commits === null) return null;
  if (await progressing.differs(commits.from, commits.to)) return { kind: 'superseded', by: commits.to };
  progressing.log(
    `${commits.to.slice(0, 12)} was synced and changes nothing of the application: the watch goes on`,
  );
  return null;
}

async function failedSince(application: Application, progressing: Progressing): Promise<Ended | null> {
  const unknown = unknownSince(application);
  const attempted = application.attempted;
  if (unknown === null || attempted === null || attempted === progressing.revision) return null;
  if (unknown.since !== null && milliseconds(unknown.since) < milliseconds(progressing.syncStartedAt))
    return null;
  return (await progressing.differs(progressing.revision, attempted)) ? { kind: 'sync-failed' } : null;
}
