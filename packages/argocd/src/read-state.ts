import { unlessUserError } from '@backout/incident';
import type { Argocd } from './client.ts';
import type { Health } from './health.ts';
import type { OurSource } from './history/source.ts';
import type { Rollout } from './rollout/rollout.ts';

/** What an application is like at a moment. */
export interface ApplicationState {
  readonly health: Health;
  /** null where nothing is being rolled out, or where the pods cannot be read */
  readonly rollout: Rollout | null;
}

interface Watched {
  readonly name: string;
  readonly ours: OurSource;
  /** ms: when the sync began that is watched */
  readonly since: number;
  /** `Kind/namespace/name`; null where it is not known what that sync changed */
  readonly changedWorkloads?: ReadonlySet<string> | null;
}

/** The application's state as a signal: null where Argo CD cannot be read, or is not there. */
export async function readState(argocd: Argocd | null, watched: Watched): Promise<ApplicationState | null> {
  if (argocd === null) return null;
  const { name, ours, since, changedWorkloads = null } = watched;
  const read = await unread(argocd.application(name, { ours }));
  if (read === null) return null;
  const { health } = read;
  // A tree may be a megabyte: it is asked for only while the application is not Healthy.
  return {
    health,
    rollout: health === 'Healthy' ? null : await unread(argocd.rollout(name, { since, changedWorkloads })),
  };
}

function unread<Value>(asked: Promise<Value>): Promise<Value | null> {
  return unlessUserError(asked, null, 'argocd-unreadable', 'application-unknown');
}
