import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import type { Repository } from '@backout/incident';
import { temporaryGitHub } from '@backout/world/github';
import { listen } from '@backout/world/http-server';
import { afterEach, expect, test, vi } from 'vitest';
import { canReach, openGitHub } from './index.ts';

afterEach(() => vi.unstubAllEnvs());

const shop = 'acme/shop' as Repository;

async function world() {
  const github = await temporaryGitHub({ tokens: { bot: { login: 'bot' } } });
  await github.createRepository(shop);
  return github;
}

test('asks the API at its address', async () => {
  await using github = await world();
  expect(await canReach(openGitHub({ token: 'bot', apiUrl: github.url }), shop)).toBe(true);
  expect(github.requests).toHaveLength(1);
});

test('asks it through the proxy that the runner names', async () => {
  await using github = await world();
  const asked: (string | undefined)[] = [];
  const proxy = createServer().on('connect', ({ url }, client) => {
    asked.push(url);
    const server = connect(Number(new URL(github.url).port), '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      server.pipe(client).pipe(server);
    });
    client.on('error', () => server.destroy());
    server.on('error', () => client.destroy());
  });
  const port = await listen(proxy, 0);
  vi.stubEnv('http_proxy', `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`);
  vi.stubEnv('no_proxy', '');
  const apiUrl = `http://github.invalid:${port}`;
  expect(await canReach(openGitHub({ token: 'bot', apiUrl }), shop)).toBe(true);
  expect(asked).toEqual([`github.invalid:${port}`]);
  proxy.close();
});
