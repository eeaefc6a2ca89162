import type { Sha } from '@backout/incident';
import { until } from '@backout/world/until';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { onceEach } from '../../contract/argocd/once-each.ts';
import { configMap, deploy, fileOf, reached } from './health-in-git.ts';
import { startTeam, type Team } from './team.ts';

let team: Team;

beforeAll(async () => {
  team = await startTeam();
  const first = await deploy(team, 'v1', ['checkout', 'payments', 'crowd']);
  for (const name of ['checkout', 'payments', 'crowd']) await team.create({ name, path: `apps/${name}` });
  for (const name of ['checkout', 'payments', 'crowd']) await reached(team, name, first);
});
afterAll(() => team?.[Symbol.asyncDispose]());

interface Payload {
  readonly app: string;
  readonly applications: readonly string[];
  readonly id?: number | null;
  readonly revision?: string;
  readonly previous: string | null;
}

function told(type: string, app: string): Payload[] {
  const payloads = team.github.dispatches
    .filter(({ eventType }) => eventType === type)
    .map(({ clientPayload }) => clientPayload as unknown as Payload);
  return onceEach(payloads.filter((payload) => payload.app === app));
}

const pathOf = (name: string) => `/apis/argoproj.io/v1alpha1/namespaces/argocd/applications/${name}`;

function annotate(name: string, annotations: Readonly<Record<string, string>>) {
  const patch = { metadata: { annotations } };
  return team.plane.kube.send('PATCH', pathOf(name), patch, 'application/merge-patch+json');
}

/** By a person, of all or of some resources. */
async function sync(name: string, body: object): Promise<void> {
  await team.plane.administer('POST', `/api/v1/applications/${name}/sync`, body);
}

interface OperationState {
  readonly phase: string;
  readonly operation?: {
    readonly sync?: {
      readonly autoHealAttemptsCount?: number;
      readonly resources?: readonly { readonly name: string }[];
    };
  };
}

/** The newest operation, once it has succeeded. */
async function operationOf(name: string) {
  const { status } = await team.plane.application(name);
  const state = status.operationState as OperationState | undefined;
  const done = state?.phase === 'Succeeded' ? state.operation?.sync : undefined;
  return {
    heals: (done?.autoHealAttemptsCount ?? 0) > 0,
    syncs: (resource: string) => done?.resources?.some((one) => one.name === resource) ?? false,
  };
}

/** A deployment that others wait behind: what was sent before its own dispatch is there. */
async function untilQuiet(): Promise<void> {
  const revision = await deploy(team, `marker ${Date.now()}`, ['payments']);
  await reached(team, 'payments', revision);
  await until('the dispatch of a later deployment', () =>
    told('argocd-deployed', 'payments').some((payload) => payload.revision === revision),
  );
}

describe('the notifications of docs/examples over the real controller', () => {
  test('a bad deployment and its revert are one dispatch each, of the application that they touch', async () => {
    const first = await team.gitops.tip();
    const bad = await deploy(team, 'v2', ['checkout'], 'Degraded');
    await reached(team, 'checkout', bad, { health: 'Degraded' });
    const revert = await deploy(team, 'v1', ['checkout']);
    await reached(team, 'checkout', revert);
    await untilQuiet();
    const events = told('argocd-deployed', 'checkout');
    expect(events.map(({ id, revision, previous }) => ({ id, revision, previous }))).toEqual([
      { id: 0, revision: first, previous: null },
      { id: 1, revision: bad, previous: first },
      { id: 2, revision: revert, previous: bad },
    ]);
    expect(told('argocd-deployed', 'crowd')).toHaveLength(1);
  });

  test('the payload is what the workflow reads, with no more than ten keys', () => {
    const [payload] = told('argocd-deployed', 'checkout');
    expect(Object.keys(payload ?? {}).sort()).toEqual([
      ...['app', 'app_namespace', 'applications', 'finished_at', 'id', 'initiated_by', 'previous'],
      ...['revision', 'sources', 'started_at'],
    ]);
    expect(Object.keys(payload ?? {}).length).toBeLessThanOrEqual(10);
  });

  test('a burst of 20 commits: every sync that was made is told once, and the ranges join', async () => {
    const before = await team.gitops.tip();
    const commits: Sha[] = [];
    for (let at = 0; at < 20; at += 1) {
      commits.push(await deploy(team, `burst ${at}`, ['crowd']));
      await team.plane.application('crowd', '?refresh=normal');
    }
    const last = commits.at(-1) as Sha;
    const { status } = await reached(team, 'crowd', last);
    await untilQuiet();
    const newest = status.history?.at(-1)?.id;
    const events = told('argocd-deployed', 'crowd');
    expect(events.map(({ id }) => id)).toEqual(events.map((_, index) => index));
    expect(events.at(-1)).toMatchObject({ id: newest, revision: last });
    const burst = events.slice(1);
    expect(burst[0]?.previous).not.toBe(before);
    expect(burst.slice(1).map(({ previous }) => previous)).toEqual(
      burst.slice(0, -1).map(({ revision }) => revision),
    );
    expect(burst.every(({ revision }) => commits.includes(revision as Sha))).toBe(true);
    console.log(`20 commits in a burst: ${burst.length} syncs, ${burst.length} dispatches`);
  });

  test('manifests that cannot be read are one dispatch, which knows what ran before', async () => {
    const before = told('argocd-deployed', 'checkout').at(-1)?.revision;
    await team.gitops.commit({
      files: { [fileOf('checkout')]: 'apiVersion: v1\nkind: ConfigMap\nmetadata: [\n' },
    });
    await team.plane.application('checkout', '?refresh=normal');
    await until('the dispatch', () => told('argocd-comparison-error', 'checkout').length > 0);
    const mended = await deploy(team, 'v3', ['checkout']);
    await reached(team, 'checkout', mended);
    await untilQuiet();
    expect(told('argocd-comparison-error', 'checkout')).toEqual([
      {
        ...{ app: 'checkout', app_namespace: 'argocd', previous: before },
        applications: ['argocd/checkout'],
        message: expect.stringMatching(/^Failed to load target state: /),
      },
    ]);
  });

  test('a sync that failed for good is one dispatch, with the revision that failed', async () => {
    const refused = `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: Not_A_Name }\n`;
    await team.gitops.commit({ files: { 'apps/doomed/config.yaml': refused } });
    await team.create({ name: 'doomed', path: 'apps/doomed', retry: { limit: 0 } });
    const revision = await team.gitops.tip();
    await until('the dispatch', () => told('argocd-sync-failed', 'doomed').length > 0, { withinMs: 20_000 });
    await untilQuiet();
    expect(told('argocd-sync-failed', 'doomed')).toEqual([
      expect.objectContaining({ app: 'doomed', revision, previous: null, phase: 'Failed', retry: 0 }),
    ]);
    expect(told('argocd-deployed', 'doomed')).toEqual([]);
  });

  test('a sync of some resources is told once, when nothing differs any more, though the history has no entry', async () => {
    const other = { 'apps/picked/other.yaml': configMap('other', 'v1') };
    const name = 'picked';
    await team.gitops.commit({ files: { ...other, [fileOf(name)]: configMap(name, 'v1') } });
    await team.create({ name, path: 'apps/picked', automated: false });
    await annotate(name, { 'backout/applications': 'checkout, payments' });
    const first = await team.gitops.tip();
    await sync(name, {});
    await reached(team, name, first);
    other['apps/picked/other.yaml'] = configMap('other', 'v2');
    await team.gitops.commit({ files: { ...other, [fileOf(name)]: configMap(name, 'v2') } });
    await team.plane.application(name, '?refresh=normal');
    const since = told('argocd-deployed', name).length;
    await sync(name, { resources: [{ kind: 'ConfigMap', name }] });
    await until('a part of it to be synced', async () => (await operationOf(name)).syncs(name));
    await untilQuiet();
    expect(told('argocd-deployed', name)).toHaveLength(since);
    const next = await team.gitops.tip();
    await team.plane.application(name, '?refresh=normal');
    await sync(name, { resources: [{ kind: 'ConfigMap', name: 'other' }] });
    const { status } = await reached(team, name, next);
    await untilQuiet();
    expect(status.history?.map(({ revision }) => revision)).toEqual([first]);
    expect(told('argocd-deployed', name)).toMatchObject([
      { id: 0, revision: first, previous: null, applications: ['checkout', 'payments'] },
      {
        ...{ id: null, revision: next, previous: first, applications: ['checkout', 'payments'] },
        sources: [{ path: 'apps/picked', revision: next, previous: first }],
        started_at: expect.stringMatching(/^20.*Z$/),
        finished_at: expect.stringMatching(/^20.*Z$/),
        initiated_by: { username: 'admin' },
      },
    ]);
  });

  test('what Argo CD puts back, at the revision that it had, is not told', async () => {
    const revision = await deploy(team, 'v1', ['healed']);
    await team.create({ name: 'healed', path: 'apps/healed' });
    await reached(team, 'healed', revision);
    const path = '/api/v1/namespaces/default/configmaps/healed';
    const drift = { data: { version: 'by hand' } };
    await team.plane.kube.send('PATCH', path, drift, 'application/merge-patch+json');
    await until('it to be put back', async () => (await operationOf('healed')).heals, { withinMs: 30_000 });
    await reached(team, 'healed', revision);
    await untilQuiet();
    expect(told('argocd-deployed', 'healed')).toMatchObject([{ id: 0, revision }]);
  });

  test('GitHub has understood every one of them', () => {
    team.github.assertNoViolations();
    const sent = team.github.requests.filter(({ path }) => path.endsWith('/dispatches'));
    expect(sent.map(({ status }) => status)).toEqual(sent.map(() => 204));
    expect(sent).toHaveLength(team.github.dispatches.length);
  });
});
