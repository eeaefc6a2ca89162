import { unlessUserError } from '@backout/incident';
import type { Argocd } from './client.ts';
import { type SyncReadiness, wouldSync } from './would-sync.ts';

export interface PushTarget {
  /** The Argo CD Application. */
  readonly application: string;
  readonly repository: string;
  readonly branch: { readonly name: string; readonly isDefault: boolean };
}

/** @param argocd null where the policy names none: it is not checked then, and said so */
export async function askReadiness(
  argocd: Argocd | null,
  { application, repository, branch }: PushTarget,
): Promise<SyncReadiness | { readonly code: 'argocd-unreadable' | 'unchecked' }> {
  if (argocd === null) return { code: 'unchecked' };
  const asked = Promise.all([
    argocd.application(application, { repository }),
    argocd.windowBlocks(application),
  ]);
  const answered = await unlessUserError(asked, null, 'argocd-unreadable', 'application-unknown');
  if (answered === null) return { code: 'argocd-unreadable' };
  const [read, blocks] = answered;
  return wouldSync(read, branch, blocks);
}
