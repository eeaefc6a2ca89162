import { UserError } from '@backout/incident';
import type { Health } from './application.ts';
import type { Argocd } from './client.ts';
import type { Rollout } from './rollout.ts';

/** What an application is like at a moment. */
export interface ApplicationState {
  readonly health: Health;
  /** null where nothing is being rolled out, or where the pods cannot be read */
  readonly rollout: Rollout | null;
}

interface Watched {
  readonly name: string;
  readonly repository: string;
  /** ms: when the sync began that is watched */
  readonly since: number;
}

/** The application's state as a signal: null where Argo CD cannot be read, or is not there. */
export async function readState(argocd: Argocd | null, watched: Watched): Promise<ApplicationState | null> {
  if (argocd === null) return null;
  try {
    const { name, repository, since } = watched;
    const { health } = await argocd.application(name, { repository });
    return { health, rollout: health === 'Healthy' ? null : await readRollout(argocd, name, since) };
  } catch (error) {
    if (error instanceof UserError) return null;
    throw error;
  }
}

/** A tree may be a megabyte: it is asked for only while the application is not Healthy. */
async function readRollout(argocd: Argocd, name: string, since: number): Promise<Rollout | null> {
  try {
    return await argocd.rollout(name, since);
  } catch (error) {
    if (error instanceof UserError) return null;
    throw error;
  }
}
