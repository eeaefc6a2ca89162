import type { Repository } from '@backout/incident';
import { temporaryGitHub } from '@backout/world/github';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { canReach, openGitHub } from './index.ts';
import { startProxy, unsaid } from './testing/proxy.ts';

beforeEach(() => {
  for (const [name, value] of Object.entries(unsaid)) vi.stubEnv(name, value);
});
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
  const { port } = new URL(github.url);
  await using proxy = await startProxy(Number(port));
  vi.stubEnv('http_proxy', `http://${proxy.address}`);
  const apiUrl = `http://github.invalid:${port}`;
  expect(await canReach(openGitHub({ token: 'bot', apiUrl }), shop)).toBe(true);
  expect(proxy.tunnels).toEqual([{ to: `github.invalid:${port}`, authorization: undefined }]);
});
