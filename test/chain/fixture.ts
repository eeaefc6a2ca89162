import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Attributed, joinAttributed, type Sha } from '@backout/incident';
import { type Built, manifests, startWorld, type World } from '@backout/world';
import { git } from '@backout/world/github';
import {
  type ActionRun,
  type RunningAction,
  type RunSettings,
  runAction,
  startAction,
} from '@backout/world/runner';
import type { Behaviour } from '@backout/world/service';
import { until } from '@backout/world/until';

type ApplicationName = Built['application'];

/** What the jobs before the revert left for one application. */
export interface Case {
  readonly watch: string;
  readonly attribution: string;
  readonly incident: Attributed;
  /** The commit that is to be reverted. */
  readonly bad: Sha;
  readonly built: Built;
  /** Of the pods that are live now: what a test writes here, the service does at once. */
  readonly behaviour: Behaviour;
}

/** A world in which a bad deployment is live. */
export interface Deployed extends AsyncDisposable {
  readonly world: World;
  readonly folder: string;
  /** Where the branch stands when a test begins. */
  readonly before: Sha;
  run(action: string, inputs: Readonly<Record<string, string>>, job: Job): Promise<ActionRun>;
}

/** A bad deployment that was watched and attributed, and waits to be reverted. */
export interface Fixture extends Deployed {
  readonly cases: Readonly<Record<ApplicationName, Case>>;
  /** Branch, locks and ledgers as they were before any revert. */
  reset(): Promise<void>;
  revert(one: Sections, run?: RunSettings): Promise<ActionRun>;
  start(one: Sections, run?: RunSettings): Promise<RunningAction>;
}

type Job = Parameters<World['run']>[0];
export type Sections = Pick<Case, 'watch' | 'attribution'> & {
  /** Where the policy lies that was decided by, if it is not the usual one. */
  readonly policy?: string;
};

type Files = Readonly<Record<string, string>>;

export interface FixtureOptions {
  readonly policy?: string;
  /** Of the bad versions: the more they fail, the sooner the watch is over. */
  readonly errorRatio?: number;
  /** Of other services: a commit each, in the same push. */
  readonly others?: readonly Files[];
  /** What stands beside the policy before anything bad comes, made from its text. */
  readonly beside?: (policy: string) => Files;
}

const quick = `watch: { for: 60s, every: 1s, at_least: 6s, baseline: 60m }
verify: { within: 60s, stable_for: 5s }
`;

export async function startFixture(options?: FixtureOptions): Promise<Fixture> {
  await using stack = new AsyncDisposableStack();
  const { releases, ...deployed } = stack.use(await deploy(options));
  const fixture = await watchAll(deployed, releases);
  stack.move();
  return fixture;
}

/** Nobody watches it: that takes a quarter of a minute. */
export async function startDeployed(options?: FixtureOptions): Promise<Deployed> {
  const { releases: _, ...deployed } = await deploy(options);
  return deployed;
}

type Releases = readonly [checkout: Release, payments: Release];

async function deploy(options: FixtureOptions = {}): Promise<Deployed & { readonly releases: Releases }> {
  await using stack = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'backout-chain-'));
  stack.defer(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  const world = stack.use(await startWorld({ folder, policy: options.policy ?? quick }));
  const releases = await deployBad(world, options);
  const before = await world.gitops.tip();
  const owned = stack.move();
  return {
    ...{ world, folder, before, releases },
    run: (action, given, job) => runAction(action, given, world.run(job)),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

async function watchAll(deployed: Deployed, [checkout, payments]: Releases): Promise<Fixture> {
  const { world, before } = deployed;
  const watched = await Promise.all([
    watchAndAttribute(world, checkout, before),
    watchAndAttribute(world, payments, before),
  ]);
  // From here on a revert on the branch is not run: the bad versions stay live, and the evidence stays fresh.
  world.cluster.argocd.pause();
  const inputs = ({ watch, attribution, policy }: Sections) => ({
    ...{ watch, attribution, ...(policy !== undefined && { policy }) },
    ...accessOf(world),
  });
  return {
    ...deployed,
    cases: { checkout: watched[0], payments: watched[1] },
    reset: () => resetTo(world, before),
    revert: (one, run = world.run('revert')) => runAction('revert-commit', inputs(one), run),
    start: (one, run = world.run('revert')) => startAction('revert-commit', inputs(one), run),
  };
}

export function accessOf({ access }: World) {
  return { 'argocd-token': access.argocdToken, 'prometheus-token': access.prometheusToken };
}

type Release = Pick<Case, 'bad' | 'built' | 'behaviour'>;

/** A file that the bad commit of checkout brings beside its manifests: of no application, reverted with them. */
export const notes = 'CHANGELOG.md';

/** One bad commit an application, in one push: Argo CD syncs both at once, to the newest. */
async function deployBad(
  world: World,
  { errorRatio = 0.1, others = [], beside = () => ({}) }: FixtureOptions,
): Promise<Releases> {
  const { gitops } = world;
  const before = await gitops.tip();
  let tip = before;
  const besidePolicy = beside(await gitops.git('show', 'main:.backout.yml'));
  const first = Object.keys(besidePolicy).length === 0 ? [] : [besidePolicy];
  for (const files of [...first, ...others]) tip = await gitops.commit({ branch: 'next', from: tip, files });
  const release = async (application: ApplicationName, number: number, from: Sha): Promise<Release> => {
    const behaviour: Behaviour = { errorRatio, latencyMs: 2 };
    const named = { application, number, title: `Retry ${application}`, behaviour };
    const built = await world.release(named);
    const beside = application === 'checkout' ? { [notes]: `checkout runs ${built.tag}\n` } : {};
    const files = { ...manifests(application, built.tag), ...beside };
    const message = `${application}: ${built.tag}`;
    const bad = await gitops.commit({ branch: 'next', from, message, files });
    return { bad, built, behaviour };
  };
  const checkout = await release('checkout', 481, tip);
  const payments = await release('payments', 482, checkout.bad);
  const synced = new Set<string>();
  world.onDeployed(({ app, revision }) => revision === payments.bad && synced.add(app));
  await gitops.git('update-ref', 'refs/heads/main', payments.bad, before);
  await gitops.git('update-ref', '-d', 'refs/heads/next');
  await until('both applications to be synced', () => synced.size === 2);
  return [checkout, payments];
}

async function watchAndAttribute(world: World, release: Release, revision: Sha): Promise<Case> {
  const { application } = release.built;
  const access = accessOf(world);
  const watched = await runAction(
    'post-deploy-watch',
    { application, revision, ...access },
    world.run('decide'),
  );
  const { section: watch = '', outcome } = watched.outputs;
  if (outcome !== 'regression') throw new Error(`no regression:\n${watched.log.join('\n')}`);
  const given = { watch, 'argocd-token': access['argocd-token'], 'source-token': world.access.sourceToken };
  const attributed = await runAction('attribute-regression', given, world.run('decide'));
  const { section: attribution = '', decision } = attributed.outputs;
  if (decision !== 'revert') throw new Error(`no revert is due:\n${attributed.log.join('\n')}`);
  return { ...release, watch, attribution, incident: joinAttributed({ watch, attribution }) };
}

async function resetTo({ gitops }: World, tip: Sha): Promise<void> {
  const ours = await gitops.git('for-each-ref', '--format=delete %(refname)', 'refs/backout');
  await git(gitops.directory, ['update-ref', '--stdin'], `update refs/heads/main ${tip}\n${ours}`);
}
