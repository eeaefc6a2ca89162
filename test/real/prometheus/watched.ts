import { joinWatched, type Verdict } from '@backout/incident';
import { runAction } from '@backout/world/runner';
import type { Behaviour } from '@backout/world/service';
import { accessOf } from '../../chain/fixture.ts';
import { type Fixture, type FixtureOptions, openFixture } from './fixture.ts';
import type { StoreName } from './stores.ts';

export interface WatchCase extends Omit<FixtureOptions, 'store' | 'policy'> {
  readonly policy?: string;
  readonly behaviour: Behaviour;
  /** Another signal of checkout beside the errors, as the policy says it. */
  readonly signal?: (fixture: Fixture) => string;
  /** Done when the watch has looked so often. */
  readonly meanwhile?: { readonly looks: number; readonly act: (fixture: Fixture) => void };
}

export interface Told {
  readonly outcome: Verdict['outcome'];
  readonly reason: string | null;
  readonly looks: number;
  readonly seconds: number;
  readonly log: readonly string[];
}

const quick = 'watch: { for: 60s, every: 1s, at_least: 6s, baseline: 60m }\n';

/** Deploys to checkout in a world of its own, and lets the bundled watch look at it. */
export async function watched(store: StoreName, one: WatchCase): Promise<Told> {
  const { behaviour, signal, meanwhile, policy = quick, ...rest } = one;
  await using fixture = await openFixture({ ...rest, store, policy });
  const { world } = fixture;
  if (signal !== undefined) await addSignal(fixture, signal(fixture));
  const { revision } = await fixture.deploy(behaviour);
  const began = performance.now();
  let looks = 0;
  const inputs = { application: 'checkout', revision, ...accessOf(world) };
  const run = await runAction('post-deploy-watch', inputs, world.run('decide'), (line) => {
    if (isLook(line) && ++looks === meanwhile?.looks) meanwhile.act(fixture);
  });
  const seconds = Math.round((performance.now() - began) / 100) / 10;
  const { section = '' } = run.outputs;
  if (section === '') throw new Error(`the watch ended without a verdict:\n${run.log.join('\n')}`);
  const { verdict } = joinWatched({ watch: section });
  const reason = 'reason' in verdict ? verdict.reason : null;
  return { outcome: verdict.outcome, reason, looks: verdict.looks, seconds, log: run.log };
}

/** A line of the log that tells of a signal's counts begins with the time. */
function isLook(line: string): boolean {
  return /^\s*\d\d:\d\d:\d\d/.test(line);
}

/** Addresses are known only when the world is there: the policy is changed in git, as a team would. */
async function addSignal({ world: { gitops } }: Fixture, signal: string): Promise<void> {
  const policy = await gitops.git('show', 'main:.backout.yml');
  const text = policy.replace('      ready: argocd\n', `      ready: argocd\n      ${signal}\n`);
  await gitops.commit({ message: 'Watch more of checkout', files: { '.backout.yml': `${text}\n` } });
}
