import type { Sha } from '@backout/incident';
import type { DeployedEvent } from '@backout/world/argocd';
import { type ChainRun, runChain, type Step } from '@backout/world/runner';
import { until } from '@backout/world/until';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Fleet, startFleet } from './fleet.ts';
import { type Meanwhile, type Runs, startRuns } from './runs.ts';
import { folder } from './services.ts';
import { logOf, revertedIn } from './told.ts';

const policy = `watch: { for: 60s, every: 1s, at_least: 6s, baseline: 60m }
verify: { within: 60s, stable_for: 3s }
rollback: { limits: { per_hour: 20, per_day: 20, cooldown: 0s } }
`;

let fleet: Fleet;
let runs: Runs;
let meanwhile: Meanwhile = async () => undefined;

beforeAll(async () => {
  const services = ['watched', 'decided', 'verified'].map((name) => folder(name));
  fleet = await startFleet({ services, policy });
  fleet.behaviours.set('bad', { errorRatio: 0.2, latencyMs: 2 });
  runs = startRuns(fleet, (application, step) => meanwhile(application, step));
});
afterAll(() => fleet?.[Symbol.asyncDispose]());

/** Stops Argo CD's API before a step. */
function goesAwayBefore(awaited: Step): void {
  meanwhile = async (_, step) => {
    if (step === awaited) await fleet.team.plane.stopServer();
  };
}

async function comesBack(): Promise<void> {
  meanwhile = async () => undefined;
  await fleet.team.plane.startServer();
}

async function deploy(name: string): Promise<Sha> {
  const [commit] = await fleet.deploy({ message: `${name}: bad`, files: folder(name).files('bad') });
  return commit as Sha;
}

function eventOf(application: string, revision: Sha): DeployedEvent {
  const run = runs.all.find(({ event }) => event.app === application && event.revision === revision);
  if (run === undefined) throw new Error(`no dispatch of ${application} at ${revision}`);
  return run.event;
}

async function expectRecovered(name: string, bad: Sha, chain: ChainRun): Promise<void> {
  expect(chain.verify?.outputs.outcome, logOf(chain)).toBe('recovered');
  expect(fleet.versions(name)).toEqual(['v1']);
  expect((await revertedIn(fleet)).filter((commit) => commit === bad)).toHaveLength(1);
}

describe("Argo CD's API goes away", () => {
  test('before the watch: it is red, reverts nothing, and a later run does the work', async () => {
    goesAwayBefore('watch');
    const bad = await deploy('watched');
    const chain = await runs.of('watched', bad);
    expect(chain.watch?.code, logOf(chain)).toBe(1);
    expect(logOf(chain)).toContain('argocd-unreadable: Argo CD cannot be reached');
    expect(chain.revert).toBeUndefined();
    expect(chain.report?.code, logOf(chain)).toBe(0);
    expect(await revertedIn(fleet)).not.toContain(bad);
    await comesBack();
    await expectRecovered('watched', bad, await runs.again(eventOf('watched', bad)));
  });

  test('before the revert: nothing is pushed, and a later run reverts once', async () => {
    goesAwayBefore('revert');
    const bad = await deploy('decided');
    const chain = await runs.of('decided', bad);
    expect(chain.revert?.outputs.reverted, logOf(chain)).toBe('false');
    expect(logOf(chain)).toContain('argocd-unreadable');
    expect(chain.report?.code, logOf(chain)).toBe(0);
    expect(await revertedIn(fleet)).not.toContain(bad);
    await comesBack();
    await expectRecovered('decided', bad, await runs.again(eventOf('decided', bad)));
  });

  test('while the recovery is verified: it is waited for', async () => {
    let lines = 0;
    meanwhile = async (_, step) => {
      if (step !== 'verify') return;
      await fleet.team.plane.stopServer();
      void until('some looks without an answer', () => ++lines > 3, { everyMs: 1_000 }).then(comesBack);
    };
    const bad = await deploy('verified');
    const chain = await runs.of('verified', bad);
    expect(chain.verify?.log.join('\n')).toContain('Argo CD cannot be read');
    await expectRecovered('verified', bad, chain);
  });
});

describe('a token without rights', () => {
  test('cannot tell an application from none: the watch is red and says what the token needs', async () => {
    const { team, run, access } = fleet;
    const revision = await team.gitops.tip();
    const inputs = { application: 'watched', revision, ...access, argocdToken: team.plane.strangerToken };
    const event = { name: 'workflow_dispatch', payload: {} };
    const chain = await runChain(inputs, (job) => run(job, event));
    expect(chain.watch?.code, logOf(chain)).toBe(1);
    expect(logOf(chain)).toContain('application-unknown');
    expect(logOf(chain)).toContain('it needs "applications, get"');
    expect(chain.report?.code, logOf(chain)).toBe(0);
    expect(await team.gitops.tip()).toBe(revision);
  });
});
