import type { Argocd } from '@backout/argocd';
import { type Deployment, type Rendering, UserError } from '@backout/incident';
import { compareRendering } from './compare-rendering.ts';
import { findSync, type SyncTimes } from './find-sync.ts';

/** What went live, as Argo CD tells it: nothing that another stage handed over counts against it. */
export type Live =
  | { readonly kind: 'told'; readonly sync: SyncTimes; readonly rendering: Rendering }
  /** The policy names no Argo CD. */
  | { readonly kind: 'unasked' }
  /** It cannot be read, or its history does not reach back to the sync any more. */
  | { readonly kind: 'unknown' };

interface Asked {
  readonly argocd: Argocd | null;
  /** Where the repository is; github.com where it is not said. */
  readonly server?: string | undefined;
}

/** @param deployment as it was handed over: of several syncs of its revision it says which one is meant */
export async function readLive(deployment: Deployment, { argocd, server }: Asked): Promise<Live> {
  if (argocd === null) return { kind: 'unasked' };
  try {
    return await readSync(argocd, deployment, server);
  } catch (error) {
    if (error instanceof UserError) return { kind: 'unknown' };
    throw error;
  }
}

async function readSync(
  argocd: Argocd,
  { repository, branch, isDefaultBranch, argocd: { application: name }, ...deployment }: Deployment,
  server: Asked['server'],
): Promise<Live> {
  const ours = { server, repository, branch: { name: branch, isDefault: isDefaultBranch } };
  const application = await argocd.application(name, { ours });
  const sync = findSync(application, deployment);
  if (sync === null) return { kind: 'unknown' };
  const { rendering } = await compareRendering({ argocd, application, name, syncs: sync.syncs });
  return { kind: 'told', sync, rendering };
}
