import { expect, test } from 'vitest';
import { fixtureJson } from '../fixtures.ts';
import { until } from '../until.ts';
import { applicationJson } from './application-json.ts';
import { startStand } from './stand.ts';

/** The keys at each level; what all items of a list have together. Kubernetes' bookkeeping is not modelled. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shapeOf).reduce(merge, null);
  if (value === null || typeof value !== 'object') return typeof value;
  const entries = Object.entries(value).filter(([key]) => key !== 'managedFields' && key !== 'annotations');
  return Object.fromEntries(entries.map(([key, inner]) => [key, shapeOf(inner)]).sort());
}

function merge(a: unknown, b: unknown): unknown {
  if (a === null || typeof a !== 'object' || b === null || typeof b !== 'object') return b;
  const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])].sort();
  const of = (from: object, key: string) => (from as Record<string, unknown>)[key] ?? null;
  return Object.fromEntries(
    keys.map((key) => [key, merge(of(a, key) ?? of(b, key), of(b, key) ?? of(a, key))]),
  );
}

const recorded = (file: string) => fixtureJson(`argocd-api/${file}`);

interface Seen {
  status: {
    sync?: { status: string; revision: string };
    health?: { status: string };
    operationState?: { phase: string; retryCount?: number };
  };
  operation?: object;
}

test('an application looks like the recorded one in each state of a bad image and its revert', async () => {
  // Long enough to be seen on a busy machine, where a comparison takes a while.
  const rollouts = { startupMs: 300, progressDeadlineMs: 1_000 };
  await using stand = await startStand({ applications: ['web', 'api'], rollouts });
  const seen: Seen[] = [];
  stand.argocd.onChange((application) => {
    if (application.name === 'web') seen.push(JSON.parse(JSON.stringify(applicationJson(application))));
  });
  const state = (revision: string, sync: string, health: string, phase?: string) =>
    until(`${sync} ${health} ${phase ?? 'without operationState'}`, () =>
      seen.find(
        ({ status }) =>
          status.sync?.revision === revision &&
          status.sync.status === sync &&
          status.health?.status === health &&
          status.operationState?.phase === phase,
      ),
    );
  const like = async (actual: unknown, file: string) =>
    expect(shapeOf(actual), file).toEqual(shapeOf(recorded(file)));

  const first = await stand.repository.tip();
  await like(await state(first, 'OutOfSync', 'Missing'), '01-first-sync-missing.json');
  await like(await state(first, 'Synced', 'Healthy', 'Succeeded'), '05-tip-moved-by-other-app.json');
  const second = await stand.deploy('web', 'v2');
  await like(await state(second, 'OutOfSync', 'Healthy'), '03-out-of-sync-auto-just-seen.json');
  await like(await state(second, 'Synced', 'Progressing', 'Succeeded'), '04-progressing.json');
  await state(second, 'Synced', 'Healthy', 'Succeeded');
  const bad = await stand.deploy('web', 'missing');
  await like(
    await state(bad, 'OutOfSync', 'Healthy', 'Succeeded'),
    '06-operation-succeeded-stale-health.json',
  );
  await like(await state(bad, 'Synced', 'Degraded', 'Succeeded'), '07-degraded.json');
  await like(await stand.get('/api/v1/applications/web/resource-tree'), '07b-degraded-resource-tree.json');
  const revert = await stand.deploy('web', 'v2');
  await state(revert, 'OutOfSync', 'Degraded', 'Succeeded');
  await like(await state(revert, 'Synced', 'Healthy', 'Succeeded'), '10-reverted-healthy.json');
  const other = await stand.deploy('api', 'v2');
  await like(await state(other, 'Synced', 'Healthy', 'Succeeded'), '05-tip-moved-by-other-app.json');
  const pruned = await stand.commit({ 'apps/web/deployment.yaml': null });
  await state(pruned, 'Synced', 'Healthy', 'Succeeded');
  await stand.commit({
    'apps/web/config.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {}\n  broken: [',
  });
  await like(await state('main', 'Unknown', 'Healthy', 'Succeeded'), '22-comparison-error.json');
});

test('a retried operation looks like the recorded one', async () => {
  await using stand = await startStand({ applications: ['web'] });
  await until('health', () => stand.argocd.application('web').observed?.health.status === 'Healthy');
  await stand.commit({
    'apps/web/deployment.yaml': 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\n',
  });
  const retried = await until('a retry', async () => {
    const body = (await stand.get('/api/v1/applications/web')) as Seen;
    return body.status.operationState?.retryCount === 1 ? body : null;
  });
  const shape = (body: unknown, part: string) =>
    shapeOf((body as Record<string, Record<string, unknown>>)[part]);
  const file = recorded('20-sync-retrying.json');
  expect(shape(retried, 'operation')).toEqual(shape(file, 'operation'));
  const of = (body: unknown) => (body as { status: { operationState: unknown } }).status.operationState;
  expect(shapeOf(of(retried))).toEqual(shapeOf(of(file)));
});

test('an application without automated sync that was never synced looks like the recorded one', async () => {
  await using stand = await startStand({ applications: ['web'], application: { automated: false } });
  const body = await until('a comparison', async () => {
    const answer = (await stand.get('/api/v1/applications/web')) as Seen;
    return answer.status.sync ? answer : null;
  });
  const file = recorded('13-auto-off-never-synced.json');
  const { resources: _, ...status } = body.status as Record<string, unknown>;
  const { resources: __, ...expected } = (file as { status: Record<string, unknown> }).status;
  expect(shapeOf({ ...body, status })).toEqual(shapeOf({ ...(file as object), status: expected }));
});
