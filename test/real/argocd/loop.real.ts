import { isReverted, joinWatched, milliseconds } from '@backout/incident';
import type { ChainRun } from '@backout/world/runner';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { onceEach } from '../../contract/argocd/once-each.ts';
import { incidentOf } from '../../demo/incident.ts';
import { type Production, startProduction } from './production.ts';
import { type Runs, startRuns } from './runs.ts';

const policy = `watch: { for: 60s, every: 1s, at_least: 6s, baseline: 60m }
verify: { within: 60s, stable_for: 5s }
rollback: { limits: { cooldown: 0s } }
`;

let production: Production;
let runs: Runs;

beforeAll(async () => {
  production = await startProduction({ policy });
  runs = startRuns(production.fleet);
});
afterAll(() => production?.[Symbol.asyncDispose]());

const versions = (argocd: string) => production.fleet.versions(argocd);

/** The steps of the loop by their own clocks; there is one machine, and so one clock. */
function tellTimes(chain: ChainRun, tag: string): void {
  const incident = incidentOf(chain);
  if (incident === null || !('recovery' in incident) || !isReverted(incident.action)) return;
  const { verdict, action, recovery } = incident;
  const failures = production.fleet.team.plane.everStarted
    .filter(({ version }) => version === tag)
    .flatMap(({ firstFailureAt }) => firstFailureAt ?? []);
  const times = [
    ['decision', milliseconds(verdict.decidedAt)],
    ['push', milliseconds(action.pushedAt)],
    ['synced', recovery.syncedAt && milliseconds(recovery.syncedAt)],
    ['healthy signals', recovery.recoveredAt && milliseconds(recovery.recoveredAt)],
  ] as const;
  const onset = Math.min(...failures);
  const told = times.map(
    ([what, at]) => `${what} ${at ? `+${((at - onset) / 1000).toFixed(1)} s` : 'never'}`,
  );
  console.log(`after the first failed request: ${told.join(', ')}`);
}

describe('the closed loop over a real Argo CD', () => {
  test('a version that fails requests is reverted, and Argo CD runs the revert', async () => {
    const [before] = versions('checkout-production');
    const behaviour = { errorRatio: 0.1, latencyMs: 2 };
    const built = await production.release({
      application: 'checkout',
      number: 481,
      title: 'Retry',
      behaviour,
    });
    const bad = await production.deploy(built);
    const chain = await runs.of('checkout-production', bad);
    expect(chain.watch?.outputs.outcome, chain.watch?.log.join('\n')).toBe('regression');
    expect(chain.revert?.outputs.reverted, chain.revert?.log.join('\n')).toBe('true');
    expect(chain.verify?.outputs.outcome, chain.verify?.log.join('\n')).toBe('recovered');
    expect(chain.report?.code).toBe(0);
    const tip = await production.fleet.team.gitops.tip();
    expect(await production.fleet.team.gitops.git('log', '-1', '--format=%B', tip)).toContain(
      `Backout-Reverts: ${bad}`,
    );
    expect(versions('checkout-production')).toEqual([before]);
    tellTimes(chain, built.tag);
  });

  test("our own revert's notification arrives, and its run does nothing", async () => {
    const tip = await production.fleet.team.gitops.tip();
    const chain = await runs.of('checkout-production', tip);
    expect(chain.watch?.code).toBe(0);
    expect(chain.watch?.outputs.outcome).toBe('own-revert');
    expect(chain.watch?.log.at(-1)).toMatch(
      /^\d\d:\d\d:\d\d {2}own-revert: the deployment is a revert that backout/,
    );
    expect(chain.revert).toBeUndefined();
    expect(await production.fleet.team.gitops.tip()).toBe(tip);
  });

  test('a second bad version is reverted as well: the incident of the first is not the noise of the service', async () => {
    const [before] = versions('checkout-production');
    const behaviour = { errorRatio: 0.1, latencyMs: 2 };
    const title = 'Retry more carefully';
    const built = await production.release({ application: 'checkout', number: 483, title, behaviour });
    const bad = await production.deploy(built);
    const chain = await runs.of('checkout-production', bad);
    expect(chain.watch?.outputs.outcome, chain.watch?.log.join('\n')).toBe('regression');
    expect(chain.watch?.log.join('\n')).toContain('left out of the baseline');
    expect(chain.verify?.outputs.outcome, chain.verify?.log.join('\n')).toBe('recovered');
    expect(versions('checkout-production')).toEqual([before]);
    await runs.of('checkout-production', await production.fleet.team.gitops.tip());
  });

  test('a version that never gets ready is reverted: the pods of the version before are its control', async () => {
    const [before] = versions('payments-production');
    const behaviour = { errorRatio: 0, latencyMs: 2, brokenReadiness: true };
    const built = await production.release({
      application: 'payments',
      number: 482,
      title: 'Wait',
      behaviour,
    });
    const impatient = (manifest: string) =>
      manifest.replace('  replicas: 2\n', '  replicas: 2\n  progressDeadlineSeconds: 3\n');
    const bad = await production.deploy(built, impatient);
    const chain = await runs.of('payments-production', bad);
    const log = chain.watch?.log.join('\n');
    expect(chain.watch?.outputs.outcome, log).toBe('regression');
    expect(chain.revert?.outputs.reverted, chain.revert?.log.join('\n')).toBe('true');
    expect(chain.verify?.outputs.outcome, chain.verify?.log.join('\n')).toBe('recovered');
    const { deployment } = joinWatched({ watch: chain.watch?.outputs.section ?? '' });
    expect(deployment).toMatchObject({ firstPodReadyAt: null, rolledOutAt: null });
    expect(deployment.rollout.at(-1)).toMatchObject({ ready: 0, old: 2 });
    const revert = await production.fleet.team.gitops.tip();
    expect(revert).not.toBe(bad);
    // The pods of the version before went on: no client has noticed anything.
    expect(versions('payments-production')).toEqual([before]);
    expect(production.fleet.clients('payments-production').broken).toBe(0);
    await runs.of('payments-production', revert);
  });

  test('every deployment made one dispatch', () => {
    const told = onceEach(runs.all.map(({ event }) => event));
    const named = told.map(({ app, id }) => `${app} ${id}`);
    expect(named).toEqual([...new Set(named)]);
    expect(told.map(({ app }) => app).sort()).toEqual([
      ...Array(4).fill('checkout-production'),
      ...Array(2).fill('payments-production'),
    ]);
  });
});
