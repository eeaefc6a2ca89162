import { unlessUserError } from '@backout/incident';
import type { Application } from './application.ts';
import type { Argocd } from './client.ts';
import type { Health } from './health.ts';
import type { OurSource } from './history/source.ts';
import type { Before } from './resources/recovery-state.ts';
import type { Rollout } from './rollout/rollout.ts';
import { isRolling, type Standing, standingOf } from './standing/standing.ts';
import { type ChangedBySync, syncTold, type WatchedSync } from './standing/watched-sync.ts';

/** What an application is like at a moment. */
export interface ApplicationState {
  /** of all of it, this deployment's or not */
  readonly health: Health;
  readonly standing: Standing;
  /** null where nothing is being rolled out, or where the pods cannot be read */
  readonly rollout: Rollout | null;
  /** whether pods are being replaced */
  readonly rolling: boolean;
}

interface Watched {
  readonly name: string;
  readonly ours: OurSource;
  /** ms: when the sync began that is watched */
  readonly since: number;
  /** null where it is not known what that sync changed */
  readonly rendered?: ChangedBySync | null;
  readonly before: Before | null;
}

/** The application's state as a signal: null where Argo CD cannot be read, or is not there. */
export async function readState(argocd: Argocd | null, watched: Watched): Promise<ApplicationState | null> {
  if (argocd === null) return null;
  const { name, ours, since, rendered = null, before } = watched;
  const application = await unread(argocd.application(name, { ours }));
  if (application === null) return null;
  const sync = { since, rendered, before };
  return stateOf(application, sync, await readRollout(argocd, name, { application, sync }));
}

/** A tree may be a megabyte: it is asked for only while the application is not Healthy. */
async function readRollout(
  argocd: Argocd,
  name: string,
  { application, sync }: { readonly application: Application; readonly sync: WatchedSync },
): Promise<Rollout | null> {
  if (application.health === 'Healthy') return null;
  return unread(argocd.rollout(name, syncTold(application, sync)));
}

function stateOf(application: Application, sync: WatchedSync, rollout: Rollout | null): ApplicationState {
  const standing = standingOf(application, sync, rollout);
  return { health: application.health, standing, rollout, rolling: isRolling(application, sync, rollout) };
}

function unread<Value>(asked: Promise<Value>): Promise<Value | null> {
  return unlessUserError(asked, null, 'argocd-unreadable', 'application-unknown');
}
