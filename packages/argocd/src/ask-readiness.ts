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
): Promise<SyncReadiness | 'argocd-unreadable' | 'unchecked'> {
  if (argocd === null) return 'unchecked';
  try {
    const [read, blocks] = await Promise.all([
      argocd.application(application, { repository }),
      argocd.windowBlocks(application),
    ]);
    return wouldSync(read, branch, blocks);
  } catch {
    return 'argocd-unreadable';
  }
}
