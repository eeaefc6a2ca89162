import { expect, test } from 'vitest';
import { until } from '../until.ts';
import { applicationJson } from './application-json.ts';
import type { DeployedEvent } from './deployed-event.ts';
import { filesOf, type Stand, startStand } from './stand.ts';

const DENY = {
  kind: 'deny',
  schedule: '* * * * *',
  duration: '2h',
  manualSync: false,
  active: true,
} as const;

function settled(stand: Stand, name: string, revision: string, health = 'Healthy') {
  const application = stand.argocd.application(name);
  return until(`${name} ${health} at ${revision}`, () => {
    const { observed, operation } = application;
    return (
      observed?.sync.status === 'Synced' &&
      observed.sync.revision === revision &&
      observed.health.status === health &&
      !operation
    );
  });
}

test('a refresh answers when the new revision is seen and its sync is requested', async () => {
  await using stand = await startStand({ applications: ['web'], argocd: { pollMs: 60_000 } });
  await settled(stand, 'web', await stand.repository.tip());
  const next = await stand.deploy('web', 'v2');
  const body = await stand.get('/api/v1/applications/web?refresh=normal');
  expect(body).toMatchObject({
    status: { sync: { status: 'OutOfSync', revision: next }, health: { status: 'Healthy' } },
    operation: { sync: { revision: next, prune: true }, initiatedBy: { automated: true } },
  });
  expect(body).not.toHaveProperty('status.operationState');
  await settled(stand, 'web', next);
});

test('without a refresh the newest commit is found by the poll', async () => {
  await using stand = await startStand({ applications: ['web'], argocd: { pollMs: 10 } });
  await settled(stand, 'web', await stand.deploy('web', 'v2'));
});

test('a commit that touches another application moves the revision and starts nothing', async () => {
  await using stand = await startStand({ applications: ['web', 'api'] });
  const first = await stand.repository.tip();
  await settled(stand, 'web', first);
  const tip = await stand.deploy('api', 'v2');
  await settled(stand, 'web', tip);
  const { history, operationState } = stand.argocd.application('web');
  expect(history.map(({ revision }) => revision)).toEqual([first]);
  expect(operationState?.syncResult?.revision).toBe(first);
});

test('a change that renders to the same manifests starts nothing', async () => {
  await using stand = await startStand({ applications: ['web'] });
  await settled(stand, 'web', await stand.repository.tip());
  const { 'apps/web/config.yaml': config = '' } = filesOf('web', 'v1');
  await settled(stand, 'web', await stand.commit({ 'apps/web/config.yaml': `# a comment\n${config}` }));
  expect(stand.argocd.application('web').history).toHaveLength(1);
});

test('the history keeps ten entries whose ids go on counting', async () => {
  await using stand = await startStand({
    applications: ['web'],
    argocd: { stepMs: 1, pollMs: 5 },
    rollouts: { startupMs: 0 },
  });
  await settled(stand, 'web', await stand.repository.tip());
  for (let version = 1; version <= 11; version += 1) {
    const config = `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: web-cfg}\ndata: {v: "${version}"}\n`;
    await settled(stand, 'web', await stand.commit({ 'apps/web/config.yaml': config }));
  }
  const ids = stand.argocd.application('web').history.map(({ id }) => id);
  expect(ids).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
});

test('one event per full sync carries what the notification would', async () => {
  await using stand = await startStand({ applications: ['web'] });
  const events: DeployedEvent[] = [];
  stand.argocd.onDeployed((event) => events.push(event));
  const first = await stand.repository.tip();
  await settled(stand, 'web', first);
  const next = await stand.deploy('web', 'v2');
  await settled(stand, 'web', next);
  const [entry] = stand.argocd.application('web').history.slice(-1);
  expect(events.map(({ previous, revision }) => [previous, revision])).toEqual([
    [null, first],
    [first, next],
  ]);
  expect(events[1]).toEqual({
    app: 'web',
    app_namespace: 'argocd',
    applications: ['argocd/web'],
    id: 1,
    revision: next,
    previous: first,
    sources: [
      {
        repo: 'https://127.0.0.1:1/acme/gitops',
        path: 'apps/web',
        chart: null,
        revision: next,
        previous: first,
      },
    ],
    started_at: entry?.deployStartedAt,
    finished_at: entry?.deployedAt,
    initiated_by: { automated: true },
  });
  expect(entry?.deployedAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
});

test('a deny window holds the sync without a sign, and its end lets it go', async () => {
  await using stand = await startStand({ applications: ['web'] });
  const first = await stand.repository.tip();
  await settled(stand, 'web', first);
  stand.argocd.setWindow('web', [DENY]);
  const next = await stand.deploy('web', 'v2');
  await stand.argocd.refresh('web');
  const { observed, operation, history } = stand.argocd.application('web');
  expect(observed?.sync).toEqual({ status: 'OutOfSync', revision: next });
  expect([operation, history.length, observed?.conditions]).toEqual([null, 1, []]);
  stand.argocd.setWindow('web', []);
  await settled(stand, 'web', next);
});

test('a held operation stays Running and holds the revert back until it is released', async () => {
  await using stand = await startStand({ applications: ['web'] });
  await settled(stand, 'web', await stand.repository.tip());
  const hold = stand.argocd.holdOperation('web');
  const bad = await stand.deploy('web', 'v2');
  await until('Running', () => stand.argocd.application('web').operationState?.phase === 'Running');
  const revert = await stand.deploy('web', 'v1');
  await stand.argocd.refresh('web');
  expect(applicationJson(stand.argocd.application('web'))).toMatchObject({
    status: { sync: { revision: revert }, operationState: { phase: 'Running' } },
    operation: { sync: { revision: bad } },
  });
  hold[Symbol.dispose]();
  await settled(stand, 'web', revert);
});

test('the admin ends an operation that is being retried, and the revert goes through', async () => {
  await using stand = await startStand({ applications: ['web'] });
  await settled(stand, 'web', await stand.repository.tip());
  using _ = stand.argocd.holdOperation('web', 'retrying');
  await stand.deploy('web', 'v2');
  const state = () => stand.argocd.application('web').operationState;
  await until('a retry', () => state()?.retryCount === 1);
  expect(state()).toMatchObject({ phase: 'Running', finishedAt: expect.any(String) });
  const revert = await stand.deploy('web', 'v1');
  await until('the end of the operation', async () => {
    const headers = { authorization: `Bearer ${stand.argocd.adminToken}` };
    const url = `${stand.argocd.url}/api/v1/applications/web/operation`;
    return (await fetch(url, { method: 'DELETE', headers })).ok;
  });
  await settled(stand, 'web', revert);
});

test('a paused controller lets a refresh wait until it is resumed', async () => {
  await using stand = await startStand({ applications: ['web'] });
  await settled(stand, 'web', await stand.repository.tip());
  stand.argocd.pause();
  const next = await stand.deploy('web', 'v2');
  const signal = AbortSignal.timeout(100);
  const headers = { authorization: `Bearer ${stand.argocd.token}` };
  const asked = fetch(`${stand.argocd.url}/api/v1/applications/web?refresh=normal`, { headers, signal });
  await expect(asked).rejects.toThrow(/timeout/);
  expect(stand.argocd.application('web').observed?.sync.revision).not.toBe(next);
  stand.argocd.resume();
  await settled(stand, 'web', next);
});

test('what is no longer in git is pruned with its pods', async () => {
  await using stand = await startStand({ applications: ['web'] });
  await settled(stand, 'web', await stand.repository.tip());
  expect(stand.rollouts.livePods('web')).toHaveLength(2);
  await settled(
    stand,
    'web',
    await stand.commit({ 'apps/web/deployment.yaml': 'just: [some, broken yaml\n' }),
  );
  expect(stand.rollouts.runningPods()).toEqual([]);
});

test('the revert of an image that does not exist is healthy at once: the old pods never left', async () => {
  await using stand = await startStand({ applications: ['web'] });
  await settled(stand, 'web', await stand.repository.tip());
  const before = stand.rollouts.livePods('web');
  await settled(stand, 'web', await stand.deploy('web', 'missing'), 'Degraded');
  expect(stand.rollouts.livePods('web')).toEqual(before);
  expect(stand.argocd.application('web').observed?.images).toEqual([
    'registry.local/web:missing',
    'registry.local/web:v1',
  ]);
  await settled(stand, 'web', await stand.deploy('web', 'v1'));
  expect(stand.rollouts.livePods('web')).toEqual(before);
});

test('a backdated application was born and deployed then', async () => {
  const bornAt = Date.parse('2026-11-20T10:00:00.500Z');
  await using stand = await startStand({ applications: ['web'], application: { bornAt } });
  await settled(stand, 'web', await stand.repository.tip());
  const { history, observed } = stand.argocd.application('web');
  expect(history).toMatchObject([
    { deployedAt: '2026-11-20T10:00:00Z', deployStartedAt: '2026-11-20T10:00:00Z' },
  ]);
  expect(observed?.health.lastTransitionTime).toBe('2026-11-20T10:00:00Z');
  const next = await stand.deploy('web', 'v2');
  await settled(stand, 'web', next);
  expect(
    Date.parse(history.length === 1 ? (stand.argocd.application('web').history[1]?.deployedAt ?? '') : ''),
  ).toBeGreaterThan(bornAt + 3_600_000);
});
