import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Repository } from '@backout/incident';
import { temporaryGitHub } from '@backout/world/github';
import { runAction } from '@backout/world/runner';
import { expect, test } from 'vitest';
import { startProxy } from '../../packages/github/src/testing/proxy.ts';

test('a bundle asks GitHub through the proxy of its runner, with the client that stands beside it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'backout-proxy-'));
  await using github = await temporaryGitHub({ tokens: { bot: { login: 'bot' } } });
  await github.createRepository('acme/gitops' as Repository);
  const { port } = new URL(github.url);
  await using proxy = await startProxy(Number(port));
  const apiUrl = `http://github.invalid:${port}`;
  const run = await runAction(
    'report-incident',
    { application: 'checkout', revision: 'a'.repeat(40), results: '{"decide": "failure"}' },
    {
      repository: 'acme/gitops',
      serverUrl: github.url,
      apiUrl,
      graphqlUrl: `${apiUrl}/graphql`,
      token: 'bot',
      runId: '1',
      event: { name: 'workflow_dispatch', payload: {} },
      folder,
      env: { http_proxy: `http://${proxy.address}` },
    },
  );
  await rm(folder, { recursive: true });
  expect([run.code, run.log]).toEqual([0, expect.any(Array)]);
  expect(run.outputs.issue).not.toBe('');
  expect(github.requests.length).toBeGreaterThan(0);
  expect(proxy.tunnels).toHaveLength(github.requests.length);
});
