import type { Instant } from '@backout/incident';
import type { Application } from '../application.ts';
import type { Operation } from './operation.ts';
import type { Sync } from './sync.ts';
import { whatChanged } from './what-changed.ts';

type Seen = Pick<Application, 'history' | 'operation' | 'sync'>;

/**
 * The history, and what is live without an entry in it: a sync of the resources that differed, by hand or by Argo CD
 * itself, leaves none. What runs is what it brought when nothing differs any more; a tip that moved on since, and changed
 * nothing of the application, makes no difference.
 */
export function liveSyncs({ history, operation, sync }: Seen): readonly Sync[] {
  if (operation === null || !isOutside(operation, history)) return history;
  const { phase, partial, from, revision, sources, startedAt, finishedAt, initiatedBy } = operation;
  if (phase !== 'Succeeded' || sync !== 'Synced') return history;
  return [...history, { id: null, startedAt, finishedAt, initiatedBy, from, revision, sources, partial }];
}

export interface UnknownLive {
  /** null where Argo CD does not tell that */
  readonly since: Instant | null;
  readonly why: 'sync-failed' | 'partly-synced';
}

/**
 * Since when nobody can say what runs: a sync of something else failed, or waits for its next try, and may have applied
 * part of it; or some of it was synced, and the rest still differs.
 */
export function unknownSince(application: Seen): UnknownLive | null {
  const { history, operation, sync } = application;
  if (operation === null || !isOutside(operation, history)) return null;
  switch (operation.phase) {
    case 'Failed':
    case 'Error':
      return { since: operation.startedAt, why: 'sync-failed' };
    case 'Running':
    case 'Terminating':
      return operation.retries > 0 ? { since: operation.startedAt, why: 'sync-failed' } : null;
    case 'Succeeded':
      return sync === 'Synced' ? null : { since: operation.startedAt, why: 'partly-synced' };
  }
}

/** Whether an operation may have brought what the newest entry does not hold. */
function isOutside(operation: Operation, history: readonly Sync[]): boolean {
  if (operation.dryRun) return false;
  if (operation.phase === 'Succeeded' && !operation.partial) return false;
  const newest = history.at(-1);
  if (newest === undefined) return true;
  const { commits, others } = whatChanged(newest, operation);
  return commits !== null || others.length > 0;
}
