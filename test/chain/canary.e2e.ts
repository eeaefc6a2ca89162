import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { joinWatched } from '@backout/incident';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ActionRun, runAction } from '../world/runner/run-action.ts';
import { until } from '../world/until.ts';
import { type Built, startWorld, type World } from '../world/world.ts';
import { accessOf } from './scene.ts';

/** Old pods serve beside new ones for as long as the watch lasts. */
const policy = `watch: { for: 15s, every: 500ms, at_least: 6s, baseline: 60m }
canary: { pods: 'version="{{tag}}"', baseline: 30m }
`;

let world: World;
let revision: string;
const stack = new AsyncDisposableStack();

beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'backout-canary-'));
  stack.defer(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  const cluster = {
    besideMs: 60_000,
    progressDeadlineMs: 60_000,
    targetLabels: (pod: { instance: string; application: string; version: string }) => ({
      ...{ instance: pod.instance, job: pod.application, version: pod.version },
    }),
  };
  world = stack.use(await startWorld({ folder, policy, cluster }));
  const built = await Promise.all([release('checkout', 481, 0.9), release('payments', 482, 0.001)]);
  const synced = new Set<string>();
  world.onDeployed(({ app }) => synced.add(app));
  revision = (await world.deploy(...built)).at(-1) ?? '';
  const live = (name: string) => world.cluster.livePods(`${name}-production`).length;
  await until(
    'new pods beside the old ones',
    () => synced.size === 2 && live('checkout') + live('payments') === 8,
  );
  // What both versions of payments call has failed: nobody's deployment.
  world.cluster.spike('payments-production', 60_000, 0.9);
});
afterAll(() => stack.disposeAsync());

function release(application: Built['application'], number: number, errorRatio: number): Promise<Built> {
  const behaviour = { errorRatio, latencyMs: 2 };
  return world.release({ application, number, title: `Retry ${application}`, behaviour });
}

function watch(application: string): Promise<ActionRun> {
  return runAction('post-deploy-watch', { application, revision, ...accessOf(world) }, world.run('decide'));
}

test.concurrent('new pods that fail beside old ones that do not are a regression, and are reverted', async () => {
  const watched = await watch('checkout');
  const { section = '' } = watched.outputs;
  const { verdict } = joinWatched({ watch: section });
  expect(verdict, watched.log.join('\n')).toMatchObject({ outcome: 'regression' });
  const [errors] = verdict.findings;
  if (errors?.kind !== 'ratio' || errors.control === null) throw new Error(watched.log.join('\n'));
  expect(errors.observed.bad / errors.observed.total).toBeGreaterThan(0.5);
  expect(errors.control.total).toBeGreaterThan(20);
  expect(errors.control.bad / errors.control.total).toBeLessThan(0.03);
  expect(errors.baseline.seconds).toBeLessThanOrEqual(1_800);
  expect(watched.log.join('\n')).toMatch(/regression: \d+ of \d+ failed, .*, old pods \d of \d+/);
  const given = {
    watch: section,
    'argocd-token': world.access.argocdToken,
    'source-token': world.access.sourceToken,
  };
  const { outputs } = await runAction('attribute-regression', given, world.run('decide'));
  const inputs = { watch: section, attribution: outputs.section ?? '', ...accessOf(world) };
  const reverted = await runAction('revert-commit', inputs, world.run('revert'));
  expect(reverted.outputs.reverted, reverted.log.join('\n')).toBe('true');
});

test.concurrent('new pods that fail as the old ones beside them are not to blame', async () => {
  const watched = await watch('payments');
  expect(watched.code, watched.log.join('\n')).toBe(0);
  const { verdict } = joinWatched({ watch: watched.outputs.section ?? '' });
  expect(verdict, watched.log.join('\n')).toMatchObject({
    ...{ outcome: 'ambiguous', reason: 'control-fails-too' },
    findings: [{ signal: 'errors', outcome: 'ambiguous' }, {}],
  });
});
