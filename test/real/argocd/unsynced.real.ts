import type { Sha } from '@backout/incident';
import { until } from '@backout/world/until';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Fleet, startFleet } from './fleet.ts';
import { type Runs, startRuns } from './runs.ts';
import { folder } from './services.ts';

const policy = `watch: { for: 60s, every: 1s, at_least: 6s, baseline: 60m }
verify: { within: 60s, stable_for: 3s }
rollback: { limits: { cooldown: 0s } }
`;

const retry = { limit: 3, backoff: { duration: '2s', factor: 1 } };
const [halved, garbled] = [folder('halved', { retry }), folder('garbled')];

let fleet: Fleet;
let runs: Runs;

beforeAll(async () => {
  fleet = await startFleet({ services: [halved, garbled], policy });
  runs = startRuns(fleet);
  fleet.behaviours.set('v2', { errorRatio: 0.2, latencyMs: 2 });
});
afterAll(async () => {
  await runs?.idle();
  await fleet?.[Symbol.asyncDispose]();
});

describe('a deployment that Argo CD cannot run', () => {
  test('as a whole: half of it is live, and a person is told which commit it is', async () => {
    const refused = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: Not_A_Name }\n';
    const files = { ...halved.files('v2'), 'apps/halved/extra.yaml': refused };
    const [commit] = await fleet.deploy({ message: 'halved: v2', files });
    const { watch, revert, report } = await runs.ofType('argocd-sync-failed', 'halved');
    expect(watch?.outputs.outcome, watch?.log.join('\n')).toBe('ambiguous');
    expect(revert).toBeUndefined();
    expect(report?.summary).toContain('Argo CD cannot run the deployment');
    expect(report?.summary).toContain(`\`${(commit as Sha).slice(0, 7)}\` is not live, or only in part`);
    await until('the half of it', () => String(fleet.versions('halved')) === 'v2', { withinMs: 20_000 });
    expect(await fleet.team.gitops.tip()).toBe(commit);
  });

  test('at all, since its YAML is broken: what runs goes on, and a person is told', async () => {
    const files = { 'apps/garbled/deployment.yaml': 'apiVersion: apps/v1\nkind: Deployment\nmetadata: [\n' };
    const [commit] = await fleet.deploy({ message: 'garbled: v2', files });
    const { watch, revert, report } = await runs.ofType('argocd-comparison-error', 'garbled');
    expect(watch?.outputs.outcome, watch?.log.join('\n')).toBe('ambiguous');
    expect(revert).toBeUndefined();
    expect(report?.summary).toContain('Argo CD could not compare the revision with the cluster');
    expect(report?.summary).toContain(`\`${(commit as Sha).slice(0, 7)}\` is not live; nothing was watched`);
    expect(fleet.versions('garbled')).toEqual(['v1']);
    expect(await fleet.team.gitops.tip()).toBe(commit);
  });
});
