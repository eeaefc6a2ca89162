import type { Application } from './application.ts';

/** Whether Argo CD would run a commit that is pushed to a branch now, of its own accord. */
export type SyncReadiness =
  | { readonly code: 'would-sync' | 'auto-sync-off' | 'sync-window-closed' }
  | { readonly code: 'branch-not-tracked'; readonly tracked: string; readonly pushed: string }
  /** Nothing is synced any more while it lasts. */
  | { readonly code: 'operation-stuck'; readonly phase: string };

export function wouldSync(
  application: Application,
  branch: { name: string; isDefault: boolean },
  windowBlocks: boolean,
): SyncReadiness {
  if (!application.automated) return { code: 'auto-sync-off' };
  const tracked = application.targetRevision;
  const follows =
    tracked === branch.name ||
    tracked === `refs/heads/${branch.name}` ||
    (tracked === 'HEAD' && branch.isDefault);
  if (!follows) return { code: 'branch-not-tracked', tracked, pushed: branch.name };
  if (windowBlocks) return { code: 'sync-window-closed' };
  return application.deleting ? { code: 'operation-stuck', phase: 'Deleting' } : { code: 'would-sync' };
}
