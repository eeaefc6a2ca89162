import type { Application, Argocd, OurSource } from '@backout/argocd';
import type { Git } from '@backout/gitops';
import { dryRevisions } from './dry-revisions.ts';

/** @param refresh compare with git first */
export type ReadApplication = (options?: { readonly refresh?: boolean }) => Promise<Application>;

/**
 * One application as the watch sees it, in revisions of the branch that people write. A hydrator renders that one into
 * another, and Argo CD's history names commits of the other.
 */
export function applicationReader(
  git: Git,
  argocd: Argocd,
  { name, ours }: { readonly name: string; readonly ours: OurSource },
): ReadApplication {
  const dryOf = dryRevisions(git);
  return async ({ refresh = false } = {}) => {
    const application = await argocd.application(name, { ours, refresh });
    if (application.hydrator === null) return application;
    const { history, operation, attempted } = application;
    const hydrated = [...history.map(({ revision }) => revision), operation?.revision ?? null, attempted];
    const dry = await dryOf(hydrated);
    return {
      ...application,
      history: history.map((sync) => ({ ...sync, revision: dry.get(sync.revision) ?? null })),
      operation: operation && { ...operation, revision: dry.get(operation.revision) ?? null },
      attempted: dry.get(attempted) ?? null,
    };
  };
}
