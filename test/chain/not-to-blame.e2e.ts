import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { joinWatched, type Verdict } from '@backout/incident';
import { type Built, startWorld, type World, type WorldOptions } from '@backout/world';
import { runAction } from '@backout/world/runner';
import type { Behaviour } from '@backout/world/service';
import { until } from '@backout/world/until';
import { expect, test } from 'vitest';
import { accessOf } from './fixture.ts';

async function openWorld(stack: AsyncDisposableStack, options: Omit<WorldOptions, 'folder'>): Promise<World> {
  const folder = await mkdtemp(join(tmpdir(), 'backout-blame-'));
  stack.defer(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  return stack.use(await startWorld({ folder, ...options }));
}

type Failing = Pick<Behaviour, 'errorRatio' | 'coldStart'>;

/** Both applications in one push. */
async function deploy(world: World, checkout: Failing, payments: Failing): Promise<string> {
  const release = (application: Built['application'], number: number, failing: Failing) => {
    const behaviour = { latencyMs: 2, ...failing };
    return world.release({ application, number, title: `Retry ${application}`, behaviour });
  };
  const built = await Promise.all([release('checkout', 481, checkout), release('payments', 482, payments)]);
  const synced = new Set<string>();
  world.onDeployed(({ app }) => synced.add(app));
  await world.deploy(...built);
  await until('both applications to be synced', () => synced.size === 2);
  return world.gitops.tip();
}

interface Watched {
  readonly verdict: Verdict;
  readonly section: string;
  readonly log: string;
}

async function watch(world: World, application: string, revision: string): Promise<Watched> {
  const inputs = { application, revision, ...accessOf(world) };
  const run = await runAction('post-deploy-watch', inputs, world.run('decide'));
  const log = run.log.join('\n');
  expect(run.code, log).toBe(0);
  const { section = '' } = run.outputs;
  return { verdict: joinWatched({ watch: section }).verdict, section, log };
}

const good: Failing = { errorRatio: 0.001 };

const quick = 'watch: { for: 60s, every: 500ms, at_least: 6s, baseline: 60m }\n';

test.concurrent('a service that fails because of what it calls is not to blame, and what it calls is', async () => {
  await using stack = new AsyncDisposableStack();
  const world = await openWorld(stack, { policy: quick });
  const policy = await world.gitops.git('show', 'main:.backout.yml');
  const named = 'source: acme/checkout\n';
  const text = policy.replace(named, `${named}    depends_on: [payments]\n`);
  await world.gitops.commit({ message: 'Say what checkout calls', files: { '.backout.yml': `${text}\n` } });
  const revision = await deploy(world, { errorRatio: 0.4 }, { errorRatio: 0.4 });
  const [payments, checkout] = await Promise.all([
    watch(world, 'payments', revision),
    watch(world, 'checkout', revision),
  ]);
  expect(payments.verdict.outcome, payments.log).toBe('regression');
  expect(checkout.verdict, checkout.log).toMatchObject({
    ...{ outcome: 'ambiguous', reason: 'neighbour-regressed', neighbour: 'payments' },
    findings: [{ signal: 'errors', outcome: 'regression' }, {}],
  });
});

/** Old pods serve beside new ones for as long as the watch lasts. */
const beside = {
  policy: `watch: { for: 15s, every: 500ms, at_least: 6s, baseline: 60m }
canary: { pods: 'version="{{tag}}"', baseline: 30m }
`,
  cluster: {
    besideMs: 60_000,
    progressDeadlineMs: 60_000,
    targetLabels: (pod: { instance: string; application: string; version: string }) => ({
      ...{ instance: pod.instance, job: pod.application, version: pod.version },
    }),
  },
};

test.concurrent('new pods are to blame for what the old ones beside them do not, and for nothing else', async () => {
  await using stack = new AsyncDisposableStack();
  const world = await openWorld(stack, beside);
  const revision = await deploy(world, { errorRatio: 0.9 }, good);
  const live = (name: string) => world.cluster.livePods(`${name}-production`).length;
  await until('new pods beside the old ones', () => live('checkout') + live('payments') === 8);
  // What both versions of payments call has failed: nobody's deployment.
  world.cluster.spike('payments-production', 60_000, 0.9);
  const [checkout, payments] = await Promise.all([
    watch(world, 'checkout', revision),
    watch(world, 'payments', revision),
  ]);
  expect(payments.verdict, payments.log).toMatchObject({
    ...{ outcome: 'ambiguous', reason: 'control-fails-too' },
    findings: [{ signal: 'errors', outcome: 'ambiguous' }, {}],
  });
  expect(checkout.verdict, checkout.log).toMatchObject({ outcome: 'regression' });
  const [errors] = checkout.verdict.findings;
  if (errors?.kind !== 'ratio' || errors.control === null) throw new Error(checkout.log);
  expect(errors.observed.bad / errors.observed.total).toBeGreaterThan(0.5);
  expect(errors.control.total).toBeGreaterThan(20);
  expect(errors.control.bad / errors.control.total).toBeLessThan(0.03);
  expect(errors.baseline.seconds).toBeLessThanOrEqual(1_800);
  expect(checkout.log).toMatch(/regression: \d+ of \d+ failed, .*, old pods \d of \d+/);
  const given = { 'argocd-token': world.access.argocdToken, 'source-token': world.access.sourceToken };
  const sections = { watch: checkout.section };
  const attributed = await runAction('attribute-regression', { ...sections, ...given }, world.run('decide'));
  const inputs = { ...sections, attribution: attributed.outputs.section ?? '', ...accessOf(world) };
  const reverted = await runAction('revert-commit', inputs, world.run('revert'));
  expect(reverted.outputs.reverted, reverted.log.join('\n')).toBe('true');
});

test.concurrent('pods that are replaced one by one, and cold one by one, are not to blame', async () => {
  await using stack = new AsyncDisposableStack();
  const cluster = { oneByOneMs: 7_000, progressDeadlineMs: 60_000 };
  // A pod counts as warm after half of `at_least`.
  const policy = 'watch: { for: 60s, every: 500ms, at_least: 16s, baseline: 60m }\n';
  const world = await openWorld(stack, { policy, cluster });
  const cold = { errorRatio: 0.001, coldStart: { seconds: 7, errorRatio: 0.6 } };
  world.cluster.setRate('checkout-production', 60);
  const revision = await deploy(world, cold, good);
  const { verdict, log } = await watch(world, 'checkout', revision);
  expect(verdict.outcome, log).not.toBe('regression');
  const [errors] = verdict.findings;
  if (errors?.kind !== 'ratio') throw new Error(log);
  expect(errors.observed.bad, log).toBeGreaterThan(20);
});
