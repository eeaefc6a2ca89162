import type { Application, SyncStatus } from './argocd/application.ts';
import type { ArgoCd } from './argocd/start.ts';

/** What an application showed from a moment on, in the runner's clock and to the millisecond. */
interface Moment {
  at: number;
  application: string;
  sync: SyncStatus | null;
  revision: string | null;
  health: string | null;
  operation: 'requested' | 'Running' | 'Succeeded' | 'Failed' | null;
  /** The revision that the operation is about. */
  operationRevision: string | null;
}

export interface Timeline {
  readonly timeline: readonly Moment[];
  /** When the application first showed Synced at this revision. */
  syncedAt(application: string, revision: string): number | null;
  /** When it first was Synced and Healthy at this revision, with no operation under way. */
  healthyAt(application: string, revision: string): number | null;
}

export function createTimeline(argocd: ArgoCd): Timeline {
  const timeline: Moment[] = [];
  argocd.onChange((application) => {
    const moment = momentOf(application);
    const before = timeline.findLast((entry) => entry.application === application.name);
    if (!before || !same(before, moment)) timeline.push(moment);
  });
  const first = (application: string, revision: string, fits: (moment: Moment) => boolean) =>
    timeline.find(
      (moment) => moment.application === application && moment.revision === revision && fits(moment),
    )?.at ?? null;
  return {
    timeline,
    syncedAt: (application, revision) => first(application, revision, ({ sync }) => sync === 'Synced'),
    healthyAt: (application, revision) =>
      first(application, revision, ({ sync, health, operation }) => {
        const atRest = operation !== 'requested' && operation !== 'Running';
        return sync === 'Synced' && health === 'Healthy' && atRest;
      }),
  };
}

function momentOf({ name, observed, operation, operationState }: Application): Moment {
  return {
    at: Date.now(),
    application: name,
    sync: observed?.sync.status ?? null,
    revision: observed?.sync.revision ?? null,
    health: observed?.health.status ?? null,
    operation: operationState?.phase ?? (operation ? 'requested' : null),
    operationRevision: (operation ?? operationState?.operation)?.sync.revision ?? null,
  };
}

function same(a: Moment, b: Moment): boolean {
  return JSON.stringify({ ...a, at: 0 }) === JSON.stringify({ ...b, at: 0 });
}
