import type { Sha } from '@backout/incident';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ChartRepository, startChartRepository } from './chart-repository.ts';
import { type Fleet, startFleet } from './fleet.ts';
import { startRuns } from './runs.ts';
import type { Service } from './service.ts';
import { chartOf, folder, generated, helmed, kustomized, layered, published } from './services.ts';
import { revertedIn } from './told.ts';

const servicesWith = (charts: ChartRepository) => [
  folder('plain'),
  kustomized('kustomized'),
  helmed('helmed'),
  published('published', charts.url),
  layered('layered'),
  generated('red', true),
  generated('blue', false),
];

const policy = `watch: { for: 60s, every: 1s, at_least: 6s, baseline: 60m }
verify: { within: 60s, stable_for: 5s }
rollback: { limits: { per_hour: 20, per_day: 20, cooldown: 0s } }
`;

/** These break; blue gets a good version in the same push. */
const broken = ['plain', 'kustomized', 'helmed', 'published', 'layered', 'red'];

let charts: ChartRepository;
let services: readonly Service[];
let fleet: Fleet;

beforeAll(async () => {
  charts = await startChartRepository([chartOf('published')]);
  services = servicesWith(charts);
  fleet = await startFleet({ services, policy, applicationSets: true });
});
afterAll(async () => {
  await fleet?.[Symbol.asyncDispose]();
  await charts?.[Symbol.asyncDispose]();
});

describe('one push that breaks an application of every kind of source', () => {
  test('each is reverted by its own commit, runs what it ran before, and the innocent one goes on', async () => {
    const runs = startRuns(fleet);
    fleet.behaviours.set('v2', { errorRatio: 0.001, latencyMs: 2 });
    fleet.behaviours.set('bad', { errorRatio: 0.2, latencyMs: 2 });
    const changes = services.map(({ name, files }) => {
      const tag = broken.includes(name) ? 'bad' : 'v2';
      return { message: `${name}: ${tag}`, files: files(tag) };
    });
    const commits = await fleet.deploy(...changes);
    const tip = commits.at(-1) as Sha;
    const chains = await Promise.all(services.map(({ argocd }) => runs.of(argocd, tip)));
    for (const [index, { name, argocd }] of services.entries()) {
      const chain = chains[index];
      const log = [chain?.watch, chain?.revert, chain?.verify].flatMap((run) => run?.log ?? []).join('\n');
      expect(chain?.report?.code, `${name}\n${log}`).toBe(0);
      if (!broken.includes(name)) {
        expect(chain?.revert, `${name}\n${log}`).toBeUndefined();
        expect(fleet.versions(argocd)).toEqual(['v2']);
        continue;
      }
      expect(chain?.verify?.outputs.outcome, `${name}\n${log}`).toBe('recovered');
      expect(fleet.versions(argocd)).toEqual(['v1']);
    }
    const reverted = await revertedIn(fleet, `${tip}..main`);
    expect(reverted.sort()).toEqual(commits.filter((_, index) => services[index]?.name !== 'blue').sort());
  });
});
