import { describe, expect, test } from 'vitest';
import { until } from '../until.ts';
import type { DeployedEvent } from './deployed-event.ts';
import { type Stand, startStand } from './stand.ts';

const admin = ({ argocd }: Stand) => ({ authorization: `Bearer ${argocd.adminToken}` });

function settled(stand: Stand, revision: string, name = 'web') {
  const application = stand.argocd.application(name);
  return until(`${name} at ${revision}`, () => {
    const { observed, operation, operationState } = application;
    const isThere = observed?.sync.status === 'Synced' && observed.sync.revision === revision;
    return isThere && operation === null && operationState?.phase === 'Succeeded' ? application : null;
  });
}

async function sync(stand: Stand, body: object): Promise<void> {
  const url = `${stand.argocd.url}/api/v1/applications/web/sync`;
  await fetch(url, { method: 'POST', headers: admin(stand), body: JSON.stringify(body) });
}

describe('the history', () => {
  test.each([
    [undefined, [0, 1, 2]],
    [2, [1, 2]],
    [1, [2]],
    [0, []],
  ])('with a limit of %s keeps the newest: %j', async (historyLimit, ids) => {
    const application = historyLimit === undefined ? {} : { historyLimit };
    await using stand = await startStand({ applications: ['web'], application });
    await settled(stand, await stand.repository.tip());
    await settled(stand, await stand.deploy('web', 'v2'));
    const { history } = await settled(stand, await stand.deploy('web', 'v3'));
    expect(history.map(({ id }) => id)).toEqual(ids);
    expect(await stand.get('/api/v1/applications/web')).toHaveProperty('spec.project');
    const spec = (await stand.get('/api/v1/applications/web')) as { spec: { revisionHistoryLimit?: number } };
    expect(spec.spec.revisionHistoryLimit).toBe(historyLimit);
  });

  test('has no entry of a sync of some resources, which is told all the same', async () => {
    await using stand = await startStand({ applications: ['web'], application: { automated: false } });
    const events: DeployedEvent[] = [];
    stand.argocd.onDeployed((event) => events.push(event));
    await until('a comparison', () => stand.argocd.application('web').target);
    await sync(stand, {});
    const first = await stand.repository.tip();
    await settled(stand, first);
    const second = await stand.deploy('web', 'v2');
    await until('the new one', () => stand.argocd.application('web').observed?.sync.revision === second);
    await sync(stand, { resources: [{ group: 'apps', kind: 'Deployment', name: 'web' }] });
    const { history, operationState } = await settled(stand, second);
    expect(history.map(({ revision }) => revision)).toEqual([first]);
    expect(operationState).toMatchObject({
      operation: {
        sync: { revision: second, resources: [{ group: 'apps', kind: 'Deployment', name: 'web' }] },
      },
      syncResult: { resources: [{ kind: 'Deployment', message: 'deployment.apps/web configured' }] },
    });
    expect(events).toMatchObject([
      { id: 0, revision: first, previous: null },
      {
        ...{ id: null, revision: second, previous: first, initiated_by: { username: 'admin' } },
        ...{ started_at: operationState?.startedAt, finished_at: operationState?.finishedAt },
      },
    ]);
    expect(events).toHaveLength(2);
  });

  test('has no entry of what Argo CD puts back, and no notification either', async () => {
    await using stand = await startStand({ applications: ['web'] });
    const events: DeployedEvent[] = [];
    stand.argocd.onDeployed((event) => events.push(event));
    const tip = await stand.repository.tip();
    await settled(stand, tip);
    await stand.argocd.drift('web');
    const healed = () =>
      stand.argocd.application('web').operationState?.operation.sync.autoHealAttemptsCount === 1;
    await until('it to be put back', healed);
    const { history, operationState } = await settled(stand, tip);
    expect(history).toHaveLength(1);
    expect(operationState?.operation).toMatchObject({
      sync: { revision: tip, resources: [{ group: 'apps', kind: 'Deployment', name: 'web' }] },
      initiatedBy: { automated: true },
    });
    expect(operationState?.syncResult?.resources.map(({ kind }) => kind)).toEqual(['Deployment']);
    expect(events).toHaveLength(1);
  });
});

test('an application of another namespace is found there, and nowhere else', async () => {
  await using stand = await startStand({ applications: ['web'], application: { name: 'team-a/web' } });
  await settled(stand, await stand.repository.tip(), 'team-a/web');
  const found = await stand.get('/api/v1/applications/web?appNamespace=team-a');
  expect(found).toMatchObject({ metadata: { name: 'web', namespace: 'team-a' } });
  for (const path of ['web', 'web?appNamespace=team-b', 'web?appNamespace=argocd'])
    expect(await stand.get(`/api/v1/applications/${path}`)).toMatchObject({ code: 7 });
  const manifests = await stand.get('/api/v1/applications/web/manifests?appNamespace=team-a');
  expect(JSON.stringify(manifests)).toContain('team-a_web:apps/Deployment:default/web');
});
