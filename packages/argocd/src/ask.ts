import { UserError } from '@backout/incident';

export interface ArgocdAccess {
  readonly url: string;
  readonly token: string | null;
  readonly fetch: typeof fetch;
  readonly timeoutMs: number;
}

/**
 * @param name for who has to mend it
 * @throws UserError `application-unknown`, `argocd-unreadable`
 */
export async function ask(access: ArgocdAccess, path: string, name: string): Promise<unknown> {
  const response = await reach(access, path);
  if (response.status >= 300 && response.status < 400) throw loginPage(response);
  if (response.status === 403 || response.status === 404) {
    throw new UserError(
      'application-unknown',
      `Argo CD knows no application ${JSON.stringify(name)}, or the token may not read it; it needs "applications, get"`,
    );
  }
  if (response.status === 401) throw unreadable('Argo CD does not accept the token; renew ARGOCD_TOKEN');
  if (!response.ok) throw unreadable(`Argo CD answered HTTP ${response.status}`);
  if (/^text\/html\b/i.test(response.headers.get('content-type') ?? '')) throw loginPage(response);
  try {
    return await response.json();
  } catch (cause) {
    if (isTimeout(cause)) throw late(access, cause);
    throw unreadable('Argo CD did not answer with JSON; is this address its API?');
  }
}

export function isTimeout(error: unknown): boolean {
  return error instanceof Error && error.name === 'TimeoutError';
}

async function reach(access: ArgocdAccess, path: string): Promise<Response> {
  try {
    return await request(access, path);
  } catch (cause) {
    throw isTimeout(cause) ? late(access, cause) : unreadable('Argo CD cannot be reached', cause);
  }
}

/** A redirect is not followed: the token would go where it leads. */
export function request({ url, token, fetch, timeoutMs }: ArgocdAccess, path: string): Promise<Response> {
  return fetch(`${url}${path}`, {
    headers: {
      accept: 'application/json',
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
    },
    redirect: 'manual',
    signal: AbortSignal.timeout(timeoutMs),
  });
}

function loginPage({ status, headers }: Response): UserError {
  const to = headers.get('location') ?? '';
  const where = URL.canParse(to) ? ` to ${new URL(to).host}` : '';
  return unreadable(
    `a login page answered in the place of Argo CD (HTTP ${status}${where}); let the runner reach its API past it, or correct the address in the policy`,
  );
}

function late({ timeoutMs }: ArgocdAccess, cause: unknown): UserError {
  return unreadable(`Argo CD did not answer within ${timeoutMs / 1000} s`, cause);
}

function unreadable(message: string, cause?: unknown): UserError {
  return new UserError('argocd-unreadable', message, { cause });
}
