import type { Application } from './application.ts';
import { type Branch, follows } from './history/source.ts';

/** Whether Argo CD would run a commit that is pushed to a branch now, of its own accord. */
export type SyncReadiness =
  | { readonly code: 'would-sync' | 'auto-sync-off' | 'sync-window-closed' }
  | { readonly code: 'branch-not-tracked'; readonly tracked: string; readonly pushed: string }
  /** Nothing is synced any more while it lasts. */
  | { readonly code: 'operation-stuck'; readonly phase: string };

export function wouldSync(
  { automated, tracked, deleting }: Application,
  branch: Branch,
  windowBlocks: boolean,
): SyncReadiness {
  if (!automated) return { code: 'auto-sync-off' };
  if (!tracked.some((revision) => follows(revision, branch)))
    return { code: 'branch-not-tracked', tracked: tracked.join(', '), pushed: branch.name };
  if (windowBlocks) return { code: 'sync-window-closed' };
  return deleting ? { code: 'operation-stuck', phase: 'Deleting' } : { code: 'would-sync' };
}
