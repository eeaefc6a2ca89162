import type { Sha } from '@backout/incident';
import { until } from '@backout/world/until';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { onceEach } from '../../contract/argocd/once-each.ts';
import { deploy, fileOf, reached } from './health-in-git.ts';
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
  readonly id?: number;
  readonly revision?: string;
  readonly previous: string | null;
}

function told(type: string, app: string): Payload[] {
  const payloads = team.github.dispatches
    .filter(({ eventType }) => eventType === type)
    .map(({ clientPayload }) => clientPayload as unknown as Payload);
  return onceEach(payloads.filter((payload) => payload.app === app));
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
      ...['app', 'app_namespace', 'finished_at', 'id', 'initiated_by', 'previous', 'project', 'revision'],
      ...['sources', 'started_at'],
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
        ...{ app: 'checkout', app_namespace: 'argocd', project: 'default', previous: before },
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

  test('GitHub has understood every one of them', () => {
    team.github.assertNoViolations();
    const sent = team.github.requests.filter(({ path }) => path.endsWith('/dispatches'));
    expect(sent.map(({ status }) => status)).toEqual(sent.map(() => 204));
    expect(sent).toHaveLength(team.github.dispatches.length);
  });
});
