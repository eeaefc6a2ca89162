import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { joinWatched, type Verdict } from '@backout/incident';
import { expect, test } from 'vitest';
import { runAction } from '../world/runner/run-action.ts';
import { until } from '../world/until.ts';
import { startWorld, type World } from '../world/world.ts';
import { accessOf } from './scene.ts';

const quick = 'watch: { for: 60s, every: 500ms, at_least: 6s, baseline: 60m }\n';

async function openWorld(stack: AsyncDisposableStack): Promise<World> {
  const folder = await mkdtemp(join(tmpdir(), 'backout-neighbours-'));
  stack.defer(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  const world = stack.use(await startWorld({ folder, policy: quick }));
  const policy = await world.gitops.git('show', 'main:.backout.yml');
  const text = policy.replace(
    'source: acme/checkout\n',
    'source: acme/checkout\n    depends_on: [payments]\n',
  );
  await world.gitops.commit({ message: 'Say what checkout calls', files: { '.backout.yml': `${text}\n` } });
  return world;
}

async function watch(world: World, application: string, revision: string): Promise<Verdict> {
  const inputs = { application, revision, ...accessOf(world) };
  const run = await runAction('post-deploy-watch', inputs, world.run('decide'));
  expect(run.code, run.log.join('\n')).toBe(0);
  return joinWatched({ watch: run.outputs.section ?? '' }).verdict;
}

test('a service that fails because of what it calls is not to blame, and what it calls is', async () => {
  await using stack = new AsyncDisposableStack();
  const world = await openWorld(stack);
  const behaviour = { errorRatio: 0.4, latencyMs: 2 };
  const built = await Promise.all([
    world.release({ application: 'payments', number: 482, title: 'Break payments', behaviour }),
    world.release({ application: 'checkout', number: 481, title: 'Rename a button', behaviour }),
  ]);
  const synced = new Set<string>();
  world.onDeployed(({ app }) => synced.add(app));
  await world.deploy(...built);
  await until('both applications to be synced', () => synced.size === 2);
  const revision = await world.gitops.tip();
  const [payments, checkout] = await Promise.all([
    watch(world, 'payments', revision),
    watch(world, 'checkout', revision),
  ]);
  expect(payments.outcome).toBe('regression');
  expect(checkout).toMatchObject({
    ...{ outcome: 'ambiguous', reason: 'neighbour-regressed', neighbour: 'payments' },
    findings: [{ signal: 'errors', outcome: 'regression' }, {}],
  });
});
