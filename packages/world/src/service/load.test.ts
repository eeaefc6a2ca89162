import { createServer } from 'node:http';
import { expect, test } from 'vitest';
import { close, listen } from '../http-server.ts';
import { until } from '../until.ts';
import { startLoad } from './load.ts';
import { startPod } from './service.ts';

function pod(instance: string, errorRatio = 0) {
  return startPod({ application: 'web', version: 'v1', instance, behaviour: { errorRatio, latencyMs: 0 } });
}

test('requests are evenly spaced at the rate that was asked for', async () => {
  await using one = await pod('web-1');
  const begun = performance.now();
  await using load = startLoad({ requestsPerSecond: 200, pods: () => [one] });
  await until('100 requests', () => load.clients.sent >= 100);
  const elapsedMs = performance.now() - begun;
  expect(elapsedMs).toBeGreaterThan(490);
  expect(load.clients.sent).toBeLessThanOrEqual(elapsedMs / 5 + 1);
});

test('the live pods take turns, and a pod that leaves gets nothing any more', async () => {
  await using sound = await pod('web-1');
  await using broken = await pod('web-2', 1);
  let live = [sound, broken];
  await using load = startLoad({ requestsPerSecond: 400, pods: () => live });
  await until('40 answers', () => load.clients.ok + load.clients.failed >= 40);
  expect(Math.abs(load.clients.ok - load.clients.failed)).toBeLessThanOrEqual(2);
  live = [sound];
  const { sent } = load.clients;
  await until('40 more', () => load.clients.sent >= sent + 40);
  expect(load.clients.failed).toBeLessThanOrEqual(sent / 2 + 1);
});

test('clients tell a pod that is gone from nobody to ask', async () => {
  const gone = createServer();
  const url = `http://127.0.0.1:${await listen(gone, 0)}`;
  await close(gone);
  let live = [{ url }];
  await using load = startLoad({ requestsPerSecond: 200, pods: () => live });
  await until('broken requests', () => load.clients.broken > 3);
  expect(load.clients.nobody).toBe(0);
  live = [];
  await until('nobody', () => load.clients.nobody > 3);
  expect(load.clients.ok).toBe(0);
});
