import { rm } from 'node:fs/promises';
import { type Incident, isReverted, type Sha, short } from '@backout/incident';
import { type Built, startWorld, type World } from '@backout/world';
import type { ActionRun, ChainObserver, ChainRun, Step } from '@backout/world/runner';
import { leaveArtifacts } from './artifacts.ts';
import { incidentOf } from './incident.ts';
import type { Narrator } from './narrator.ts';
import { type Result, resultOf } from './result.ts';
import { type Runs, startRuns } from './runs.ts';
import { type Scenario, type ScenarioName, type Stage, scenario } from './scenarios.ts';
import { watchOnset } from './watch-onset.ts';

/** Looks and windows of seconds instead of minutes: the policy says so, no clock is moved. */
const policy = `watch: { for: 30s, every: 2s, at_least: 6s, baseline: 60m }
verify: { within: 60s, stable_for: 5s }
`;

/** A service that fails so few requests is healthy. */
const ordinary = 0.01;

const guilty = { number: 481, title: 'Retry order creation' } as const;
const innocent = { number: 479, title: 'Round refunds to the cent' } as const;

export async function tellStory(name: ScenarioName, folder: string, narrator: Narrator): Promise<Result> {
  const played = scenario(name);
  await rm(folder, { recursive: true, force: true });
  narrator.title(`backout demo: ${name}`);
  narrator.line(`${played.says}\n`);
  await using world = await startWorld({ folder, policy });
  narrator.event('world', 'GitHub, git, Argo CD and Prometheus as local stand-ins');
  narrator.event('world', 'checkout and payments, 50 requests/s each, an hour of generated history');
  const stage: { current: Stage | null } = { current: null };
  const observe = observer(played, narrator, stage);
  const runs = startRuns(world, ({ app }) => observe(app));
  await deployGood(world, runs, played, narrator);
  const built = await release(world, played);
  played.onDeploy?.(world, narrator.event);
  const commits = await world.deploy(...built);
  const [deployed, revision] = [commits[0] as Sha, commits.at(-1) as Sha];
  stage.current = { world, deployed, tell: narrator.event };
  narrator.event('deployed', deployedWords(built, commits));
  const onset = watchOnset(world, built[0] as Built, () => {
    if (played.errorRatio > ordinary) narrator.event('onset', 'checkout starts failing');
  });
  const run = await runs.of('checkout-production', revision).chain;
  onset.stop();
  await runs.idle();
  const incident = incidentOf(run);
  if (incident === null) throw new Error(`the watch left no record:\n${run.watch?.log.join('\n')}`);
  const artifacts = await leaveArtifacts({ folder, world, run, incident, pull: guilty.number });
  world.github.assertNoViolations();
  return resultOf({ name, incident, onsetAt: played.errorRatio > ordinary ? onset.at() : null, artifacts });
}

/** One after the other, and watched side by side. */
async function deployGood(world: World, runs: Runs, { before }: Scenario, narrator: Narrator): Promise<void> {
  const watched: Promise<unknown>[] = [];
  for (const [index, application] of (['checkout', 'payments'] as const).slice(0, before).entries()) {
    const behaviour = { errorRatio: 0.001, latencyMs: 2 };
    const built = await world.release({
      application,
      number: 470 + index,
      title: 'A good change',
      behaviour,
    });
    const [commit] = (await world.deploy(built)) as [Sha];
    narrator.event('deployed', deployedWords([built], [commit]));
    const { started, chain } = runs.of(`${application}-production`, commit);
    await started;
    watched.push(chain);
  }
  await Promise.all(watched);
}

async function release(world: World, { errorRatio, together }: Scenario): Promise<Built[]> {
  const bad = await world.release({
    application: 'checkout',
    ...guilty,
    behaviour: { errorRatio, latencyMs: 2 },
  });
  if (!together) return [bad];
  const behaviour = { errorRatio: 0.001, latencyMs: 2 };
  return [bad, await world.release({ application: 'payments', ...innocent, author: 'lee', behaviour })];
}

function deployedWords(built: readonly Built[], commits: readonly Sha[]): string {
  return built
    .map(({ application, number }, index) => `${application} ${short(commits[index] as Sha)} (#${number})`)
    .join(', ');
}

/** The live lines: those of checkout's run in full, of the others only how they ended. */
function observer(played: Scenario, narrator: Narrator, stage: { current: Stage | null }) {
  return (app: string): ChainObserver => {
    const done: { [S in Step]?: ActionRun } = {};
    let began = performance.now();
    let synced = false;
    return {
      onStart: async (step) => {
        if (stage.current !== null && app.startsWith('checkout')) await played.onStep?.(step, stage.current);
        began = performance.now();
      },
      onLine: (step, line) => {
        if (step === 'watch' && !line.startsWith('::') && app.startsWith('checkout')) narrator.detail(line);
        if (step !== 'verify' || synced || !line.includes('checking the signals')) return;
        synced = true;
        narrator.event('synced', 'by the local stand-in for Argo CD', (performance.now() - began) / 1000);
      },
      onDone: (step, run) => {
        done[step] = run;
        tellStep(step, done, app, { narrator, seconds: (performance.now() - began) / 1000 });
      },
    };
  };
}

interface Telling {
  readonly narrator: Narrator;
  readonly seconds: number;
}

function tellStep(step: Step, done: ChainRun, app: string, telling: Telling): void {
  const incident = incidentOf(done);
  if (incident !== null) tellers[step](incident, app.replace('-production', ''), telling);
}

const tellers: Readonly<Record<Step, (incident: Incident, application: string, telling: Telling) => void>> = {
  watch: ({ verdict }, application, { narrator, seconds }) => {
    if (verdict.outcome === 'own-revert')
      narrator.event('watched', `${application}: our own revert, nothing to watch`);
    else if (verdict.outcome === 'regression')
      narrator.event('decided', `${application}: regression after ${verdict.looks} looks`, seconds);
    else
      narrator.event(
        verdict.outcome === 'healthy' ? 'healthy' : 'decided',
        `${application}: ${verdict.outcome} after ${verdict.looks} looks`,
        seconds,
      );
  },
  attribute: (incident, _, { narrator, seconds }) => {
    if (!('attribution' in incident)) return;
    const { suspects, culprit, confidenceBp } = incident.attribution;
    const suspect = suspects.find(({ id }) => id === culprit);
    const pull = suspect?.pulls[0];
    const who =
      suspect === undefined
        ? 'nobody'
        : `${pull === undefined ? '' : `#${pull.number}, `}${short(suspect.commit)}`;
    narrator.event('named', `${who}, ${(confidenceBp / 100).toFixed(1)} %`, seconds);
  },
  revert: (incident, _, { narrator, seconds }) => {
    if (!('action' in incident)) return;
    const { action } = incident;
    if (isReverted(action))
      narrator.event('reverted', `${short(action.commit)} pushed to acme/gitops`, seconds);
    else narrator.event('refused', `not reverted: ${action.kind}`, seconds);
  },
  verify: (incident, application, { narrator, seconds }) => {
    if (!('recovery' in incident)) return;
    const [finding] = incident.recovery.findings.filter(({ kind }) => kind === 'ratio');
    const counts =
      finding?.kind === 'ratio'
        ? `, ${finding.observed.bad} of ${finding.observed.total} requests failed since`
        : '';
    narrator.event('recovered', `${application}: ${incident.recovery.outcome}${counts}`, seconds);
  },
  report: () => undefined,
};
