import type { Sha } from '@backout/incident';
import type { ChainRun } from '@backout/world/runner';
import { until } from '@backout/world/until';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { applicationNamed, neverOpen, projectObject } from './application-spec.ts';
import { type Fleet, nudge, startFleet } from './fleet.ts';
import { type Runs, startRuns } from './runs.ts';
import type { Service } from './service.ts';
import { folder } from './services.ts';
import { logOf, revertedIn } from './told.ts';

const policy = `watch: { for: 60s, every: 1s, at_least: 6s, baseline: 60m }
verify: { within: 20s, stable_for: 3s }
rollback: { limits: { per_hour: 20, per_day: 20, cooldown: 0s } }
`;

const retry = { limit: 5, refresh: true, backoff: { duration: '2s', factor: 1 } };

const frozen: Service = {
  ...folder('frozen'),
  create: async (team) => {
    await team.plane.apply(projectObject('frozen', []));
    await team.create({ name: 'frozen', path: 'apps/frozen', project: 'frozen' });
  },
};

const services = [folder('manual'), frozen, folder('deleted'), folder('stuck'), folder('retried', { retry })];

/** What happens to an application between the verdict and the revert. */
const turns: Readonly<Record<string, (fleet: Fleet) => Promise<unknown>>> = {
  manual: ({ team }) =>
    team.plane.kube.send('PATCH', pathOf('manual'), byHand, 'application/merge-patch+json'),
  frozen: ({ team }) => team.plane.apply(projectObject('frozen', [neverOpen('frozen')])),
  deleted: ({ team }) => team.plane.remove(applicationNamed('deleted')),
  stuck: (fleet) => failedSync(fleet, 'stuck'),
  retried: (fleet) => failedSync(fleet, 'retried'),
};

const byHand = { spec: { syncPolicy: { automated: null } } };

function pathOf(name: string): string {
  return `/apis/argoproj.io/v1alpha1/namespaces/argocd/applications/${name}`;
}

/** A commit that the API server refuses, and the next one that takes it back: Argo CD goes on retrying the first. */
async function failedSync(fleet: Fleet, name: string): Promise<void> {
  const file = `apps/${name}/extra.yaml`;
  const refused = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: Not_A_Name }\n';
  await fleet.deploy({ message: `${name}: a name that Kubernetes refuses`, files: { [file]: refused } });
  const retrying = async () => {
    await nudge(fleet.team, name);
    const { operationState } = (await fleet.team.plane.application(name)).status;
    return operationState?.phase === 'Running' && (operationState.retryCount ?? 0) > 0;
  };
  await until(`${name} to be retried`, retrying, { withinMs: 60_000, everyMs: 1_000 });
  await fleet.deploy({ message: `${name}: without it`, files: { [file]: null } });
}

let fleet: Fleet;
let runs: Runs;
let bad: ReadonlyMap<string, Sha>;
const chains = new Map<string, ChainRun>();

beforeAll(async () => {
  fleet = await startFleet({ services, policy });
  runs = startRuns(fleet, async (application, step) => {
    if (step === 'revert') await turns[application]?.(fleet);
  });
  fleet.behaviours.set('bad', { errorRatio: 0.2, latencyMs: 2 });
  const commits = await fleet.deploy(
    ...services.map(({ name, files }) => ({ message: `${name}: bad`, files: files('bad') })),
  );
  bad = new Map(services.map(({ name }, index) => [name, commits[index] as Sha]));
  const tip = commits.at(-1) as Sha;
  await Promise.all(services.map(async ({ name }) => chains.set(name, await runs.of(name, tip))));
});
afterAll(async () => {
  await runs?.idle();
  await fleet?.[Symbol.asyncDispose]();
});

describe('a deployment whose revert Argo CD would not run', () => {
  test.each([
    ['manual', 'auto-sync-off'],
    ['frozen', 'sync-window-closed'],
    ['deleted', 'argocd-unreadable'],
  ])('(%s) is left to a person: %s', async (name, code) => {
    const chain = chains.get(name);
    const log = logOf(chain);
    expect(chain?.revert?.outputs.reverted, log).toBe('false');
    expect(log).toContain(code);
    expect(chain?.verify).toBeUndefined();
    expect(chain?.report?.code, log).toBe(0);
    expect(await revertedIn(fleet)).not.toContain(bad.get(name));
    expect(fleet.versions(name)).toEqual(['bad']);
  });
});

describe('a revert behind a failed sync that Argo CD retries', () => {
  test('is pushed, and waits: a person is told that it is held, and by what', async () => {
    const chain = chains.get('stuck');
    const log = logOf(chain);
    expect(await revertedIn(fleet), log).toContain(bad.get('stuck'));
    expect(chain?.verify?.outputs.outcome, log).toBe('sync-retrying');
    expect(chain?.report?.code, log).toBe(0);
    expect(chain?.report?.summary).toContain(
      'Argo CD is still retrying an earlier sync, which holds the revert',
    );
    expect(chain?.report?.summary).toContain('`argocd app terminate-op stuck`');
    expect(fleet.versions('stuck')).toEqual(['bad']);
  });

  test('runs as soon as a person ends the operation', async () => {
    await fleet.team.plane.administer('DELETE', '/api/v1/applications/stuck/operation');
    await until('the version before', () => String(fleet.versions('stuck')) === 'v1', { withinMs: 30_000 });
  });

  test('is taken by the next try where retries take the newest revision', async () => {
    const chain = chains.get('retried');
    expect(chain?.verify?.outputs.outcome, logOf(chain)).toBe('recovered');
    expect(fleet.versions('retried')).toEqual(['v1']);
  });
});
