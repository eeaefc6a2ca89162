import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fixtureText } from '@backout/world/fixtures';
import { describe, expect, test } from 'vitest';
import { openArgocd } from './client.ts';

const recordedAt = (repository: string) => ({ server: 'http://127.0.0.1:18080', repository, branch: null });
const recorded = (name: string) => fixtureText(`argocd-api/${name}`);

async function ask(listener: RequestListener, timeoutMs = 2_000): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  try {
    const argocd = openArgocd({ url, token: 'secret', fetch, timeoutMs });
    return (await argocd.application('a/b', { ours: recordedAt('acme/app2'), refresh: true })).name;
  } catch (error) {
    return (error as { code: string }).code;
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

describe('the Argo CD client', () => {
  test('asks for a refresh with the token, and encodes the name', async () => {
    let seen = '';
    const healthy = recorded('app-healthy.json');
    const name = await ask((request, response) => {
      seen = `${request.url} ${request.headers.authorization}`;
      response.end(healthy);
    });
    expect(name).toBe(JSON.parse(healthy).metadata.name);
    expect(seen).toBe('/api/v1/applications/a%2Fb?refresh=normal Bearer secret');
  });

  test.each([
    ['app-unknown', 403, 'application-unknown'],
    ['app-noauth', 401, 'argocd-unreadable'],
    ['app-badtoken', 401, 'argocd-unreadable'],
  ])('%s, HTTP %d, is %s', async (name, status, code) => {
    const body = recorded(`${name}.json`);
    expect(await ask((_, response) => response.writeHead(status).end(body))).toBe(code);
  });

  test.each<[string, RequestListener]>([
    ['a server error', (_, response) => response.writeHead(503).end('x')],
    ['a login page', (_, response) => response.writeHead(200).end('<html>')],
    ['another form of answer', (_, response) => response.writeHead(200).end('{"items":[]}')],
    [
      'a redirect to another host',
      (_, response) => response.writeHead(302, { location: 'http://127.0.0.2/' }).end(),
    ],
    ['a dropped connection', (request) => request.socket.destroy()],
  ])('%s is argocd-unreadable', async (_, listener) => {
    expect(await ask(listener)).toBe('argocd-unreadable');
  });

  test('does not ask again for what is on its way, and asks anew afterwards', async () => {
    const healthy = recorded('app-healthy.json');
    let requests = 0;
    const server = createServer((_, response) => {
      requests += 1;
      response.end(healthy);
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const argocd = openArgocd({ url, token: null, fetch, timeoutMs: 2_000 });
    const read = () => argocd.application('a', { ours: recordedAt('acme/app2') });
    await Promise.all([read(), read()]);
    expect(requests).toBe(1);
    await read();
    expect(requests).toBe(2);
    server.closeAllConnections();
    server.close();
  });

  test('a refresh that is not answered leaves half of the time to read the application as it stands', async () => {
    const healthy = recorded('app-healthy.json');
    const seen: string[] = [];
    const name = await ask((request, response) => {
      seen.push(request.url ?? '');
      if (!request.url?.includes('refresh')) response.end(healthy);
    }, 200);
    expect(name).toBe(JSON.parse(healthy).metadata.name);
    expect(seen).toEqual(['/api/v1/applications/a%2Fb?refresh=normal', '/api/v1/applications/a%2Fb']);
  });

  test('no answer in time is argocd-unreadable', async () => {
    expect(await ask(() => undefined, 50)).toBe('argocd-unreadable');
  });
});
