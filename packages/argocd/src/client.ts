import { UserError } from '@backout/incident';
import { type Application, parseApplication } from './application.ts';
import { type ArgocdAccess, ask, isTimeout } from './ask.ts';
import type { OurSource } from './history/source.ts';
import type { Brought } from './history/sync.ts';
import { notRendered, type Rendered, render } from './manifests/rendered.ts';
import { revisionsAsked } from './manifests/revisions-asked.ts';
import { applicationPath, applicationRef } from './reference.ts';
import { parseRollout, type Rollout } from './rollout/rollout.ts';
import type { SyncTold } from './rollout/workload.ts';
import { blocksSync, parseWindows } from './sync-windows.ts';

/** Each is asked for an Application by the name that the policy has for it: `checkout`, `team-a/checkout`. */
export interface Argocd {
  /**
   * @param refresh compare with git first; needs no more than the right to read. Where that is not answered in half of
   *   the time, the application as it stands
   * @throws UserError `application-unknown` (Argo CD answers 403 for it, or it does not render from our branch) or
   *   `argocd-unreadable`
   */
  application(name: string, options: { ours: OurSource; refresh?: boolean }): Promise<Application>;
  /**
   * The pods of the application; null where the answer is of a form that is not known.
   *
   * @param sync the one whose pods are new
   * @throws UserError as above
   */
  rollout(name: string, sync: SyncTold): Promise<Rollout | null>;
  /**
   * What a sync was rendered to: one request, of up to half a minute; or why that is not known.
   *
   * @param application as it is today
   */
  manifests(name: string, application: Application, sync: Brought): Promise<Rendered>;
  /** Whether a sync window keeps automated sync from running now. */
  windowBlocks(name: string): Promise<boolean>;
}

export function openArgocd(access: ArgocdAccess): Argocd {
  const get = shared((path, name) => ask(access, path, name));
  const compare = shared((path, name) => ask({ ...access, timeoutMs: access.timeoutMs / 2 }, path, name));
  return {
    application: async (name, { ours, refresh = false }) => {
      const path = applicationPath(name);
      const answer = refresh
        ? await compare(applicationPath(name, '', [['refresh', 'normal']]), name).catch(
            unlessLate(() => get(path, name)),
          )
        : await get(path, name);
      return inItsNamespace(parseApplication(answer, ours), name);
    },
    rollout: async (name, sync) =>
      parseRollout(await get(applicationPath(name, '/resource-tree'), name), sync),
    manifests: async (name, application, sync) => {
      const asked = revisionsAsked(application, sync);
      return asked === null
        ? notRendered('not-comparable')
        : render(access, applicationPath(name, '/manifests', asked));
    },
    windowBlocks: async (name) =>
      blocksSync(parseWindows(await get(applicationPath(name, '/syncwindows'), name))),
  };
}

/** What does not know of other namespaces answers with the one of its own. */
function inItsNamespace(application: Application, name: string): Application {
  const { namespace } = applicationRef(name);
  if (namespace === null || namespace === application.namespace) return application;
  throw new UserError(
    'application-unknown',
    `Argo CD answered for ${JSON.stringify(`${application.namespace}/${application.name}`)} when it was asked for ${JSON.stringify(name)}; let it watch that namespace, or correct the name in the policy`,
  );
}

/**
 * A real Argo CD answers a refresh when it sees that the controller has done it, and seldom misses that: the request
 * then stays open although the application has been compared long since.
 */
function unlessLate(askAgain: () => Promise<unknown>): (error: unknown) => Promise<unknown> {
  return (error) => {
    if (error instanceof UserError && isTimeout(error.cause)) return askAgain();
    throw error;
  };
}

type Ask = (path: string, name: string) => Promise<unknown>;

/** A look asks for the health and for a newer sync at once: what is on its way already is not asked again. */
function shared(get: Ask): Ask {
  const underWay = new Map<string, Promise<unknown>>();
  return (path, name) => {
    const asked = underWay.get(path) ?? get(path, name).finally(() => underWay.delete(path));
    underWay.set(path, asked);
    return asked;
  };
}
