import type { Sha } from '@backout/incident';
import type { DeployedEvent } from '@backout/world/argocd';
import { until } from '@backout/world/until';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { onceEach } from '../../contract/argocd/once-each.ts';
import { type Fleet, startFleet } from './fleet.ts';
import { type Runs, startRuns } from './runs.ts';
import { folder } from './services.ts';

const policy = `watch: { for: 60s, every: 1s, at_least: 6s, baseline: 60m }
verify: { within: 60s, stable_for: 5s }
rollback: { limits: { cooldown: 0s } }
`;

const [broken, busy] = [folder('broken'), folder('busy')];

let fleet: Fleet;
let runs: Runs;

beforeAll(async () => {
  fleet = await startFleet({ services: [broken, busy], policy });
  // Between the push of the revert and Argo CD's sync of it, the neighbour moves the branch on once more.
  runs = startRuns(fleet, async (application, step) => {
    if (application === broken.argocd && step === 'verify') await deployBusy('v4');
  });
});
afterAll(() => fleet?.[Symbol.asyncDispose]());

async function deployBusy(tag: string): Promise<Sha> {
  fleet.behaviours.set(tag, { errorRatio: 0.001, latencyMs: 2 });
  const [commit] = await fleet.deploy({ message: `busy: ${tag}`, files: busy.files(tag) });
  return commit as Sha;
}

function eventsOf(application: string): DeployedEvent[] {
  return onceEach(runs.all.map(({ event }) => event).filter(({ app }) => app === application));
}

/** Argo CD may sync once more to a commit that changes nothing of the application, and tells that as well. */
async function outcomesOf({ previous, revision }: DeployedEvent): Promise<string[]> {
  const range = `${previous}..${revision}`;
  const changes = await fleet.team.gitops.git('log', '--format=%H', range, '--', ...busy.paths);
  return changes === '' ? ['nothing-changed'] : ['healthy', 'superseded'];
}

describe('two applications of one repository', () => {
  test('one is reverted while the other goes on being deployed, before, during and after its rollout', async () => {
    fleet.behaviours.set('bad', { errorRatio: 0.2, latencyMs: 2 });
    const [bad] = await fleet.deploy({ message: 'broken: bad', files: broken.files('bad') });
    await deployBusy('v2');
    await until('the bad version to be live', () => fleet.versions(broken.argocd).includes('bad'), {
      withinMs: 20_000,
    });
    await deployBusy('v3');
    await fleet.team.gitops.commit({ message: 'Explain', files: { 'README.md': 'Ours.\n' } });
    const dispatched = () => eventsOf(broken.argocd).at(0);
    const { revision } = await until('the dispatch', dispatched, { withinMs: 20_000 });
    const chain = await runs.of(broken.argocd, revision);
    const log = [chain.watch, chain.revert, chain.verify].flatMap((run) => run?.log ?? []).join('\n');
    expect(chain.verify?.outputs.outcome, log).toBe('recovered');
    expect(fleet.versions(broken.argocd)).toEqual(['v1']);
    await until('the last version of the neighbour', () => String(fleet.versions(busy.argocd)) === 'v4');
    const { gitops } = fleet.team;
    const reverts = await gitops.git('log', '--format=%H', '--grep=^Backout-Reverts: ', 'main');
    const [revert = '', ...more] = reverts.trim().split('\n');
    expect(more).toEqual([]);
    expect(await gitops.git('log', '-1', '--format=%B', revert)).toContain(`Backout-Reverts: ${bad}`);
    const changed = await gitops.git('diff', '--name-only', `${revert}^`, revert);
    expect(changed.trim()).toBe('apps/broken/deployment.yaml');
  });

  test('every sync was told once, each from where the last one ended', async () => {
    const tip = await deployBusy('v5');
    await runs.of(busy.argocd, tip);
    for (const { argocd } of [broken, busy]) {
      const events = eventsOf(argocd);
      expect(events.map(({ id }) => id)).toEqual(events.map((_, index) => index + 1));
      expect(events.slice(1).map(({ previous }) => previous)).toEqual(
        events.slice(0, -1).map(({ revision }) => revision),
      );
    }
    expect(eventsOf(broken.argocd)).toHaveLength(2);
  });

  test('nothing of the neighbour was reverted, whatever its watches saw', async () => {
    const seen = runs.all.filter(({ event }) => event.app === busy.argocd);
    expect(seen.length).toBeGreaterThan(1);
    for (const { event, chain } of seen) {
      const { watch, revert } = await chain;
      expect(await outcomesOf(event), watch?.log.join('\n')).toContain(watch?.outputs.outcome);
      expect(revert).toBeUndefined();
    }
  });
});
