import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { filesOf } from './argocd/stand.ts';
import { type Cluster, startCluster } from './cluster.ts';
import { createRepository, type Repository } from './repository.ts';
import type { Behaviour } from './service/service.ts';
import { until } from './until.ts';

const GOOD = 'sha-0000000000aa';
const BAD = 'sha-0000000000bb';
const BEHAVIOURS: Record<string, Behaviour> = {
  [GOOD]: { errorRatio: 0, latencyMs: 40 },
  [BAD]: { errorRatio: 0.5, latencyMs: 40 },
};

let directory: string;
let repository: Repository;
let cluster: Cluster;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'backout-cluster-'));
  repository = await createRepository(join(directory, 'gitops.git'));
  await repository.commit({ files: { ...filesOf('web', GOOD), ...filesOf('api', GOOD) } });
  cluster = await startCluster({
    applications: ['web', 'api'].map((name) => ({
      ...{
        name,
        repository: repository.directory,
        repoURL: 'http://127.0.0.1:1/acme/gitops',
        path: `apps/${name}`,
      },
    })),
    behaviourOf: (image) => BEHAVIOURS[image.split(':')[1] ?? ''] ?? null,
    ...{ requestsPerSecond: 100, scrapeIntervalMs: 50, startupMs: 60, probeEveryMs: 10 },
    history: { seconds: 600, stepSeconds: 15 },
    argocd: { pollMs: 20, stepMs: 20 },
  });
});

afterAll(async () => {
  await cluster[Symbol.asyncDispose]();
  await rm(directory, { recursive: true });
});

async function samples(
  selector: string,
): Promise<{ metric: Record<string, string>; values: [number, string][] }[]> {
  const url = `${cluster.metrics.url}/api/v1/query?${new URLSearchParams({ query: selector })}`;
  const answer = (await (await fetch(url)).json()) as { data: { result: never[] } };
  return answer.data.result;
}

test('a bad version is deployed, fails, is reverted, and the clients see no broken connection', async () => {
  const bad = await repository.commit({ files: filesOf('web', BAD) });
  const healthyAt = await until('the bad version to be live', () => cluster.healthyAt('web', bad));
  const failedAt = await until('its first failure', () => cluster.firstFailureAt(BAD));
  expect(failedAt).toBeGreaterThanOrEqual((cluster.syncedAt('web', bad) ?? Number.NaN) - 60);
  expect(healthyAt).toBeGreaterThanOrEqual(cluster.syncedAt('web', bad) ?? Number.NaN);
  const failures = await until('failures in the metrics', async () => {
    const found = await samples('http_requests_total{job="web",code="500"}[60s]');
    return found.length === 2 && found;
  });
  const live = cluster.livePods('web').map(({ instance }) => instance);
  expect(failures.map(({ metric }) => metric.instance).sort()).toEqual(live.sort());
  expect(await samples('http_requests_total{job="api",code="500"}[3600s]')).toEqual([]);

  const revert = await repository.commit({ files: filesOf('web', GOOD) });
  await until('the good version to be live', () => cluster.healthyAt('web', revert));
  let last = { ...cluster.clients('web') };
  await until('30 requests in a row without a failure', () => {
    const clients = cluster.clients('web');
    if (clients.failed !== last.failed) last = { ...clients };
    return clients.sent > last.sent + 30;
  });
  expect([cluster.clients('web').broken, cluster.clients('web').nobody]).toEqual([0, 0]);
});

test('an image that does not exist never takes the place of the old pods', async () => {
  const before = cluster.livePods('api');
  await repository.commit({ files: filesOf('api', 'sha-ffffffffffff') });
  await until(
    'the rollout to wait',
    () => cluster.argocd.application('api').observed?.health.status === 'Progressing',
  );
  expect(cluster.livePods('api')).toEqual(before);
  await repository.commit({ files: filesOf('api', GOOD) });
});

test('a spike fails requests of the live pods though nobody deployed', async () => {
  const { failed } = cluster.clients('api');
  cluster.spike('api', 5000, 1);
  await until('failed requests', () => cluster.clients('api').failed > failed + 5);
});

test('one address serves the application over all rollouts', async () => {
  const response = await fetch(`${cluster.serviceUrl('web')}/health`);
  expect([response.status, await response.text()]).toEqual([200, 'ok\n']);
});
