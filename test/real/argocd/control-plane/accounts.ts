import { Buffer } from 'node:buffer';
import { until } from '@backout/world/until';
import type { Kube } from './kube.ts';

export interface Tokens {
  readonly adminToken: string;
  /** Of an account that may nothing. */
  readonly strangerToken: string;
}

export async function makeTokens(url: string, kube: Kube): Promise<Tokens> {
  const password = await until('the password of admin', () => initialPassword(kube), { withinMs: 20_000 });
  const session = await post(`${url}/api/v1/session`, null, { username: 'admin', password });
  const stranger = await post(`${url}/api/v1/account/nobody/token`, session, {});
  return { adminToken: session, strangerToken: stranger };
}

async function initialPassword(kube: Kube): Promise<string | null> {
  const path = '/api/v1/namespaces/argocd/secrets/argocd-initial-admin-secret';
  const secret = await kube.send('GET', path).catch(() => null);
  if (secret === null) return null;
  return Buffer.from((secret as { data: { password: string } }).data.password, 'base64').toString();
}

async function post(address: string, bearer: string | null, body: object): Promise<string> {
  const headers = {
    'content-type': 'application/json',
    ...(bearer !== null && { authorization: `Bearer ${bearer}` }),
  };
  const answer = await fetch(address, { method: 'POST', headers, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${address}: HTTP ${answer.status} ${await answer.text()}`);
  return ((await answer.json()) as { token: string }).token;
}
