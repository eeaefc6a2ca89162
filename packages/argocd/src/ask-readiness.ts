import { unlessUserError } from '@backout/incident';
import type { Argocd } from './client.ts';
import type { Branch } from './history/source.ts';
import { type SyncReadiness, wouldSync } from './would-sync.ts';

export interface PushTarget {
  /** The Argo CD Application. */
  readonly application: string;
  readonly server?: string | undefined;
  readonly repository: string;
  readonly branch: Branch;
}

/** @param argocd null where the policy names none: it is not checked then, and said so */
export async function askReadiness(
  argocd: Argocd | null,
  { application, branch, ...where }: PushTarget,
): Promise<SyncReadiness | { readonly code: 'argocd-unreadable' | 'unchecked' }> {
  if (argocd === null) return { code: 'unchecked' };
  const asked = Promise.all([
    // Which branch it follows is the answer: another one is no reason not to read it.
    argocd.application(application, { ours: { ...where, branch: null } }),
    argocd.windowBlocks(application),
  ]);
  const answered = await unlessUserError(asked, null, 'argocd-unreadable', 'application-unknown');
  if (answered === null) return { code: 'argocd-unreadable' };
  const [read, blocks] = answered;
  return wouldSync(read, branch, blocks);
}
