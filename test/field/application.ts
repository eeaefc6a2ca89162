import { type Argocd, openArgocd } from '@backout/argocd';
import { at } from './moments.ts';

/** A fetch that answers like Argo CD, from a table of paths; it may not read what is not in it. */
export function argoFetch(answers: Readonly<Record<string, unknown>>, asked: string[] = []): typeof fetch {
  return async (input) => {
    const { pathname, search } = new URL(input instanceof Request ? input.url : input);
    asked.push(pathname + search);
    const body = answers[pathname + search] ?? answers[pathname];
    if (body === undefined) return Response.json(denied, { status: 403 });
    return Response.json(body);
  };
}

const denied = { error: 'permission denied', code: 7, message: 'permission denied' };

/** What Argo CD answers when it is asked for sync windows. */
export const windows = { canSync: true };

/** @param asked is given every path that is asked for */
export function argoFor(application: unknown, name = 'checkout-production', asked: string[] = []): Argocd {
  const path = `/api/v1/applications/${encodeURIComponent(name)}`;
  const answers = { [path]: application, [`${path}/syncwindows`]: windows };
  const access = { url: 'https://argocd.example.com', token: 't', timeoutMs: 2_000 };
  return openArgocd({ ...access, fetch: argoFetch(answers, asked) });
}

interface Synced {
  readonly revision?: string;
  readonly revisions?: readonly string[];
  readonly source?: unknown;
  readonly sources?: unknown;
}

/** An entry of an application's history. */
export function hist(id: number, second: number, synced: Synced): object {
  return { id, deployStartedAt: at(second), deployedAt: at(second + 2), ...synced };
}

/** What a case says of an application; the rest is that of one which is synced, healthy and syncs by itself. */
interface Described {
  readonly source?: unknown;
  readonly sources?: unknown;
  readonly history: readonly unknown[];
  readonly sync?: unknown;
  readonly health?: string;
  readonly automated?: unknown;
  /** `status.operationState` */
  readonly op?: unknown;
  readonly name?: string;
  /** Its namespace. */
  readonly ns?: string;
  readonly spec?: object;
}

export function app(described: Described): object {
  const { name = 'checkout-production', ns = 'argocd', source, sources, history, spec } = described;
  const { sync = { status: 'Synced' }, health = 'Healthy' } = described;
  const automated = described.automated ?? { prune: true, selfHeal: true };
  const operationState = described.op ?? { phase: 'Succeeded', startedAt: at(0), finishedAt: at(2) };
  return {
    metadata: { name, namespace: ns },
    spec: {
      ...(source ? { source } : {}),
      ...(sources ? { sources } : {}),
      project: 'default',
      syncPolicy: { automated },
      ...spec,
    },
    status: { sync, health: { status: health }, history, operationState },
  };
}
