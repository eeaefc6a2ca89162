import { UserError } from '@backout/incident';
import type { Health } from './application.ts';
import type { Argocd } from './client.ts';

/** The application's health as a signal: null where Argo CD cannot be read, or is not there. */
export async function readHealth(
  argocd: Argocd | null,
  { name, repository }: { readonly name: string; readonly repository: string },
): Promise<Health | null> {
  try {
    return argocd === null ? null : (await argocd.application(name, { repository })).health;
  } catch (error) {
    if (error instanceof UserError) return null;
    throw error;
  }
}
