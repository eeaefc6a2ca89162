import { getProxyUrl } from '@actions/http-client/lib/proxy';
import { UserError } from '@backout/incident';
import type { RequestInit } from 'undici';

/**
 * Node's own fetch, or one through the proxy that `https_proxy` and `no_proxy` name for this address: self-hosted runners
 * set them, and Node does not ask.
 *
 * @throws UserError `input-invalid`
 */
export function fetchFor(apiUrl: string) {
  const proxy = proxyFor(new URL(apiUrl));
  return proxy === null ? fetch : throughProxy(proxy);
}

function proxyFor(address: URL): URL | null {
  try {
    const proxy = getProxyUrl(address);
    if (!proxy?.hostname) return null;
    if (/^https?:$/.test(proxy.protocol)) return proxy;
  } catch {
    // The error tells what the variable holds, and that may be a password: it is no cause of the next one.
  }
  throw new UserError(
    'input-invalid',
    'the proxy that the environment of the runner names is not an address of http or https',
  );
}

function throughProxy(proxy: URL) {
  let opening: ReturnType<typeof openProxy> | undefined;
  return async (url: string, options: RequestInit) => {
    opening ??= openProxy(proxy);
    const { fetch, dispatcher } = await opening;
    return fetch(url, { ...options, dispatcher });
  };
}

/** Large, and most runners have no proxy: it stands in a file beside the bundle. */
async function openProxy({ href, username, password }: URL) {
  const { fetch, ProxyAgent } = await import('undici');
  const credentials = Buffer.from(`${username}:${password}`).toString('base64');
  const authorization = username || password ? { token: `Basic ${credentials}` } : {};
  // No tunnel is used twice, as in `@actions/http-client`: an idle one may have died.
  return { fetch, dispatcher: new ProxyAgent({ uri: href, pipelining: 0, ...authorization }) };
}
