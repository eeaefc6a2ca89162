import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { UserError } from '@backout/incident';
import { fixtureText } from '@backout/world/fixtures';
import { describe, expect, test } from 'vitest';
import { openArgocd } from './client.ts';

const recordedAt = (repository: string) => ({ server: 'http://127.0.0.1:18080', repository, branch: null });
const recorded = (name: string) => fixtureText(`argocd-api/${name}`);

/** A server for one test. */
async function listening(listener: RequestListener) {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function asked(listener: RequestListener, timeoutMs = 2_000, name = 'a/b') {
  await using server = await listening(listener);
  const argocd = openArgocd({ url: server.url, token: 'secret', fetch, timeoutMs });
  try {
    const read = await argocd.application(name, { ours: recordedAt('acme/app2'), refresh: true });
    return { code: read.name, message: '' };
  } catch (error) {
    return error as UserError;
  }
}

async function ask(listener: RequestListener, timeoutMs?: number): Promise<string> {
  return (await asked(listener, timeoutMs, 'a b')).code;
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
    expect(seen).toBe('/api/v1/applications/a%20b?refresh=normal Bearer secret');
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
    ['what is no JSON', (_, response) => response.writeHead(200).end('<html>')],
    ['another form of answer', (_, response) => response.writeHead(200).end('{"items":[]}')],
    [
      'a redirect to another host',
      (_, response) => response.writeHead(302, { location: 'http://127.0.0.2/' }).end(),
    ],
    ['a dropped connection', (request) => request.socket.destroy()],
  ])('%s is argocd-unreadable', async (_, listener) => {
    expect(await ask(listener)).toBe('argocd-unreadable');
  });

  test.each<[string, RequestListener, string]>([
    [
      'by a redirect',
      (_, response) => response.writeHead(302, { location: 'https://login.example.com/x?state=1' }).end(),
      '(HTTP 302 to login.example.com)',
    ],
    [
      'by a redirect within',
      (_, response) => response.writeHead(307, { location: '/login' }).end(),
      '(HTTP 307)',
    ],
    ['by a redirect to nowhere', (_, response) => response.writeHead(303).end(), '(HTTP 303)'],
    [
      'as a page',
      (_, response) => response.writeHead(200, { 'content-type': 'text/HTML; charset=utf-8' }).end('<html>'),
      '(HTTP 200)',
    ],
  ])('says that a login page answered: %s', async (_, listener, how) => {
    const { code, message } = await asked(listener);
    expect(code).toBe('argocd-unreadable');
    expect(message).toBe(
      `a login page answered in the place of Argo CD ${how}; let the runner reach its API past it, or correct the address in the policy`,
    );
  });

  test.each([
    [401, 'argocd-unreadable: Argo CD does not accept the token; renew ARGOCD_TOKEN'],
    [
      404,
      'application-unknown: Argo CD knows no application "b c", or the token may not read it; it needs "applications, get"',
    ],
    [502, 'argocd-unreadable: Argo CD answered HTTP 502'],
    [400, 'argocd-unreadable: Argo CD answered HTTP 400'],
    [
      300,
      'argocd-unreadable: a login page answered in the place of Argo CD (HTTP 300); let the runner reach its API past it, or correct the address in the policy',
    ],
  ])('tells what HTTP %d means', async (status, told) => {
    const { code, message } = await asked(
      (_, response) => response.writeHead(status).end('{}'),
      2_000,
      'b c',
    );
    expect(`${code}: ${message}`).toBe(told);
  });

  test('sends no token where there is none', async () => {
    const seen: unknown[] = [];
    await using server = await listening((request, response) => {
      seen.push(request.headers.authorization, request.headers.accept);
      response.end('{}');
    });
    await openArgocd({ url: server.url, token: null, fetch, timeoutMs: 2_000 }).windowBlocks('a');
    expect(seen).toEqual([undefined, 'application/json']);
  });

  test('does not take the token to where it is sent', async () => {
    const seen: string[] = [];
    await asked((request, response) => {
      seen.push(request.url ?? '');
      response.writeHead(302, { location: '/api/v1/applications/other' }).end();
    });
    expect(seen).toEqual(['/api/v1/applications/b?refresh=normal&appNamespace=a']);
  });

  test('asks for all of an application in its namespace', async () => {
    const seen: string[] = [];
    await using server = await listening((request, response) => {
      seen.push(request.url ?? '');
      response.end('{}');
    });
    const argocd = openArgocd({ url: server.url, token: null, fetch, timeoutMs: 2_000 });
    await argocd.rollout('team-a/web', { since: 0, changedWorkloads: null });
    await argocd.windowBlocks('team-a/web');
    expect(seen).toEqual([
      '/api/v1/applications/web/resource-tree?appNamespace=team-a',
      '/api/v1/applications/web/syncwindows?appNamespace=team-a',
    ]);
  });

  test('does not take the application of another namespace', async () => {
    const healthy = recorded('app-healthy.json');
    const { name } = JSON.parse(healthy).metadata;
    const answer: RequestListener = (_, response) => response.end(healthy);
    expect(await asked(answer, 2_000, `argocd/${name}`)).toEqual({ code: name, message: '' });
    const { code, message } = await asked(answer, 2_000, `team-a/${name}`);
    expect(code).toBe('application-unknown');
    expect(message).toBe(
      `Argo CD answered for "argocd/${name}" when it was asked for "team-a/${name}"; let it watch that namespace, or correct the name in the policy`,
    );
  });

  test('an answer that does not end in time is late', async () => {
    const { message } = await asked((_, response) => void response.writeHead(200).write('{'), 100);
    expect(message).toBe('Argo CD did not answer within 0.1 s');
  });

  test('does not ask again for what is on its way, and asks anew afterwards', async () => {
    const healthy = recorded('app-healthy.json');
    let requests = 0;
    await using server = await listening((_, response) => {
      requests += 1;
      response.end(healthy);
    });
    const argocd = openArgocd({ url: server.url, token: null, fetch, timeoutMs: 2_000 });
    const read = () => argocd.application('a', { ours: recordedAt('acme/app2') });
    await Promise.all([read(), read()]);
    expect(requests).toBe(1);
    await read();
    expect(requests).toBe(2);
  });

  test('a refresh that is not answered leaves half of the time to read the application as it stands', async () => {
    const healthy = recorded('app-healthy.json');
    const seen: string[] = [];
    const name = await ask((request, response) => {
      seen.push(request.url ?? '');
      if (!request.url?.includes('refresh')) response.end(healthy);
    }, 200);
    expect(name).toBe(JSON.parse(healthy).metadata.name);
    expect(seen).toEqual(['/api/v1/applications/a%20b?refresh=normal', '/api/v1/applications/a%20b']);
  });

  test('no answer in time is argocd-unreadable', async () => {
    expect(await ask(() => undefined, 50)).toBe('argocd-unreadable');
  });
});
