import type { GuardrailCode } from '@backout/incident';
import type { Application } from './application.ts';

export type SyncReadiness = Extract<
  GuardrailCode,
  'would-sync' | 'auto-sync-off' | 'sync-window-closed' | 'branch-not-tracked' | 'operation-stuck'
>;

/** Whether Argo CD would run a commit pushed to `branch` now, of its own accord. */
export function wouldSync(
  application: Application,
  branch: { name: string; isDefault: boolean },
  windowBlocks: boolean,
): SyncReadiness {
  if (!application.automated) return 'auto-sync-off';
  const tracked = application.targetRevision;
  const follows =
    tracked === branch.name ||
    tracked === `refs/heads/${branch.name}` ||
    (tracked === 'HEAD' && branch.isDefault);
  if (!follows) return 'branch-not-tracked';
  if (windowBlocks) return 'sync-window-closed';
  return application.deleting ? 'operation-stuck' : 'would-sync';
}
