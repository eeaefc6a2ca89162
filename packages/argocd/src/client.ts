import { UserError } from '@backout/incident';
import { type Application, parseApplication } from './application.ts';
import type { OurSource } from './history/source.ts';
import { parseRollout, type Rollout } from './rollout.ts';
import { blocksSync, parseWindows } from './sync-windows.ts';

export interface ArgocdAccess {
  readonly url: string;
  readonly token: string | null;
  readonly fetch: typeof fetch;
  readonly timeoutMs: number;
}

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
   * @param since ms: when the sync began that brought the new ones
   * @throws UserError as above
   */
  rollout(name: string, since: number): Promise<Rollout | null>;
  /** Whether a sync window keeps automated sync from running now. */
  windowBlocks(name: string): Promise<boolean>;
}

export function openArgocd(access: ArgocdAccess): Argocd {
  const ask = shared((path, name) => get(access, path, name));
  const compare = shared((path, name) => get({ ...access, timeoutMs: access.timeoutMs / 2 }, path, name));
  return {
    application: async (name, { ours, refresh = false }) => {
      const path = `/api/v1/applications/${encodeURIComponent(name)}`;
      const answer = refresh
        ? await compare(`${path}?refresh=normal`, name).catch(unlessLate(() => ask(path, name)))
        : await ask(path, name);
      return parseApplication(answer, ours);
    },
    rollout: async (name, since) => {
      const path = `/api/v1/applications/${encodeURIComponent(name)}/resource-tree`;
      return parseRollout(await ask(path, name), since);
    },
    windowBlocks: async (name) => {
      const path = `/api/v1/applications/${encodeURIComponent(name)}/syncwindows`;
      return blocksSync(parseWindows(await ask(path, name)));
    },
  };
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

function isTimeout(error: unknown): boolean {
  return error instanceof Error && error.name === 'TimeoutError';
}

type Ask = (path: string, name: string) => Promise<unknown>;

/** A look asks for the health and for a newer sync at once: what is on its way already is not asked again. */
function shared(ask: Ask): Ask {
  const underWay = new Map<string, Promise<unknown>>();
  return (path, name) => {
    const asked = underWay.get(path) ?? ask(path, name).finally(() => underWay.delete(path));
    underWay.set(path, asked);
    return asked;
  };
}

async function get(access: ArgocdAccess, path: string, name: string): Promise<unknown> {
  const response = await request(access, path);
  if (response.status === 403 || response.status === 404) {
    throw new UserError(
      'application-unknown',
      `Argo CD knows no application ${JSON.stringify(name)}, or the token may not read it; it needs "applications, get"`,
    );
  }
  if (response.status === 401) {
    throw new UserError('argocd-unreadable', 'Argo CD does not accept the token; renew ARGOCD_TOKEN');
  }
  if (!response.ok) throw new UserError('argocd-unreadable', `Argo CD answered HTTP ${response.status}`);
  try {
    return await response.json();
  } catch {
    throw new UserError('argocd-unreadable', 'Argo CD did not answer with JSON; is this address its API?');
  }
}

async function request({ url, token, fetch, timeoutMs }: ArgocdAccess, path: string): Promise<Response> {
  try {
    return await fetch(`${url}${path}`, {
      headers: {
        accept: 'application/json',
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      },
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    });
  } catch (cause) {
    const what = isTimeout(cause) ? `did not answer within ${timeoutMs / 1000} s` : 'cannot be reached';
    throw new UserError('argocd-unreadable', `Argo CD ${what}`, { cause });
  }
}
