import type { Instant } from '@backout/incident';
import type { Application, SourceAt, Sync } from '../index.ts';

type Told = Pick<Sync, 'id' | 'revision' | 'startedAt' | 'finishedAt'> & Partial<Sync>;

/** A full sync that Argo CD did by itself. */
export function synced(told: Told): Sync {
  const initiatedBy = { username: null, automated: true };
  return { from: 'sources', sources: [], initiatedBy, partial: false, ...told };
}

/** An application that is synced, healthy and at rest, with these syncs behind it. */
export function applicationOf(history: readonly Sync[], state: Partial<Application> = {}): Application {
  return {
    ...{ name: 'checkout', namespace: 'argocd', createdAt: null },
    ...{ sync: 'Synced', revision: history.at(-1)?.revision ?? null, health: 'Healthy' },
    ...{ history, historyLimit: 10, operation: null, operating: false, retries: 0, failed: false },
    ...{ attempted: null, comparisonError: false, automated: true, tracked: ['main'], deleting: false },
    ...{ prunes: true, resources: [] },
    ...{
      hydrator: null,
      spec: { sources: [sourceOf()], isList: false, destination: 'shop', generatePaths: [] },
    },
    ...state,
  };
}

/** A source of our repository, rendered with these parameters. */
export function sourceOf(parameters: SourceAt['parameters'] = {}): SourceAt {
  return {
    ...{ repoURL: 'https://github.com/acme/gitops.git', path: 'apps/checkout', chart: null, ref: null },
    ...{ targetRevision: 'main', parameters, revision: null, ours: true },
  };
}

/** A minute after 14:00. */
export function minute(count: number): Instant {
  return `2026-11-20T14:${String(count).padStart(2, '0')}:00.000Z` as Instant;
}
