import { rm } from 'node:fs/promises';
import { afterAll, describe, expect, test } from 'vitest';
import * as h from './h.ts';
import * as lib from './lib.ts';
import { rollout } from './metrics/rollout.ts';

afterAll(() => rm(lib.scratch, { recursive: true, force: true }));

describe('a watch of a scripted Prometheus', () => {
  test('a release that fails a fifth of its requests is a regression within a minute', async () => {
    const { verdict, second, log, then } = await h.run({
      policy: h.policy(h.errors),
      series: rollout({ after: 0.2 }),
      rolling: (at) => at < 60,
    });
    expect(verdict.outcome).toBe('regression');
    expect(second).toBeGreaterThan(0);
    expect(second).toBeLessThanOrEqual(60);
    expect(log.at(0)).toMatch(/^baseline \[\{"kind":"ratio","signal":"errors"/);
    expect(log.at(-1)).toMatch(new RegExp(`^\\+${second}s errors: .* ALARM$`));
    expect(then).toMatch(/^ => deployment \d+(\.\d+)? %, fresh-evidence$/);
  });

  test('gauges, Argo CD and an outage are told by the case', async () => {
    const signals = `${h.errors}\nlatency: { gauge: 'latency', unit: seconds }\nready: argocd`;
    const { verdict, log } = await h.run({
      policy: h.policy(signals, 'argocd: https://argocd.example.com'),
      series: rollout(),
      gauge: (_query, at) => (at < 0 ? 0.12 : 0.5),
      state: () => ({ health: 'Degraded', rollout: null }),
      outage: (at) => (at >= 15 && at < 25 ? 503 : null),
    });
    expect(log.at(0)).toContain('"kind":"gauge","signal":"latency"');
    expect(log.at(2)).toContain('errors: unread HTTP 503');
    expect(log.join()).toContain('"signal":"latency","value":0.5');
    expect(verdict.findings.at(-1)).toMatchObject({ signal: 'ready', outcome: 'regression' });
  });

  test('one that fails as few as before is healthy', async () => {
    const { verdict, then } = await h.run({ policy: h.policy(h.errors), series: rollout() });
    expect(verdict.outcome).toBe('healthy');
    expect(then).toBe('');
  });
});

describe('a chain over real git', () => {
  const source = {
    repoURL: 'https://github.com/acme/gitops.git',
    path: 'apps/checkout',
    targetRevision: 'main',
  };
  const values = 'apps/checkout/values.yaml';

  /** One commit after the policy's, synced 300 s after `t0`. */
  async function deployed() {
    const repo = await lib.newRepo();
    const before = await lib.cm(repo, { '.backout.yml': lib.policyText(), [values]: 'poolSize: 20\n' }, -600);
    const bad = await lib.cm(repo, { [values]: 'poolSize: 2\n' }, 280, { message: 'tune the pool' });
    const history = [
      lib.hist(0, 0, { revision: before, source }),
      lib.hist(1, 300, { revision: bad, source }),
    ];
    const application = lib.app({ source, history, sync: { status: 'Synced', revision: bad } });
    return { repo, before, bad, argocd: lib.argoFor(application) };
  }

  test('the only commit is blamed and reverted, again after a clean up', async () => {
    const { repo, before, bad, argocd } = await deployed();
    const given = { repo, argocd, revision: bad, push: true };
    const first = await lib.chain(given);
    expect(first).toMatchObject({ previous: before, changes: [bad], culprit: bad, rung: 'revert' });
    expect(first).toMatchObject({ refusals: [], action: { kind: 'reverted', commit: await repo.tip() } });
    expect(await repo.git('show', `main:${values}`)).toBe('poolSize: 20\n');
    await lib.clean(repo, bad);
    expect(await repo.git('show', `main:${values}`)).toBe('poolSize: 2\n');
    expect((await lib.chain(given)).action).toEqual(first.action);
  });

  test('nothing is pushed unless the case says so', async () => {
    const { repo, bad, argocd } = await deployed();
    expect(await lib.chain({ repo, argocd, revision: bad })).toMatchObject({ rung: 'revert', action: null });
    expect(await repo.tip()).toBe(bad);
  });

  test('what is the user’s to mend is an answer', async () => {
    const { repo, bad, argocd } = await deployed();
    const asked = lib.chain({ repo, argocd, revision: bad, application: 'payments' });
    expect(await lib.attempt(() => asked)).toMatchObject({ code: 'not-in-policy' });
  });
});
