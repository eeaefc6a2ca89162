import { until } from '@backout/world/until';
import { describe, expect, test } from 'vitest';
import { withReader } from './caller.ts';
import { bad, type Deployed, deploy, good, synced } from './deploy.ts';
import type { EndedRun } from './engine/run.ts';
import {
  annotationsOf,
  commentOn,
  expectReverted,
  jobOf,
  ledgerOf,
  outputsOf,
  resultsOf,
} from './expectations.ts';
import { type Caller, startTeam, type Team } from './team.ts';
import { alert, notifyOfSyncs, reportDeployment, runAt, startByHand } from './trigger.ts';

/** The whole chain in the jobs of the called workflow: which job did what, and what people find afterwards. */
async function expectRolledBack(team: Team, run: EndedRun, deployed: Deployed): Promise<string> {
  expect(resultsOf(run), run.log).toMatchObject({
    'backout/decide': 'success',
    'backout/revert': 'success',
    'backout/verify': 'success',
    'backout/report': 'success',
  });
  expect(run.conclusion).toBe('success');
  const commit = await expectReverted(team, deployed);
  expect(outputsOf(run)).toMatchObject({
    'watch.outcome': 'regression',
    'watch.mode': 'act',
    'watch.incident': expect.stringMatching(/^inc_[0-9a-f]{16}$/),
    'attribute.decision': 'revert',
    'attribute.culprit': deployed.revision,
    'revert.action': 'reverted',
    'revert.commit': commit,
    'verify.outcome': 'recovered',
  });
  expect(await ledgerOf(team, commit)).toEqual(['revert.intent', 'revert.outcome', 'recovery']);
  expect(jobOf(run, 'backout/report').summary).toMatch(
    /^## .* was rolled back in production, and checkout has/,
  );
  expect(annotationsOf(run)).toEqual([]);
  team.world.github.assertNoViolations();
  return commit;
}

const patience = { withinMs: 30_000 };
const toldInComment = /### Your change was rolled back in production, and checkout has recovered/;

describe('backout.yml is started by', () => {
  test('a deployment status, once it says success', async () => {
    await using team = await startTeam({ callers: [{ example: 'deployment-status.yml' }] });
    const deployed = await deploy(team, { number: 501, behaviour: bad });
    await synced(team, deployed);
    await reportDeployment(team, deployed, ['in_progress', 'success', 'inactive']);
    await team.actions.idle();
    const [early, run, ...others] = await Promise.all(team.actions.runs.map(({ ended }) => ended));
    expect(others).toEqual([]);
    expect(early).toMatchObject({ conclusion: 'success', jobs: new Map() });
    await expectRolledBack(team, run as EndedRun, deployed);
    expect(commentOn(team, 'acme/gitops', 501)).toMatch(toldInComment);
  });

  test('a push, before Argo CD has synced it, and tells the pull request in the source', async () => {
    await using team = await startTeam({ callers: [{ example: 'push.yml', edit: withReader }] });
    await deploy(team, { application: 'payments', number: 500, behaviour: good, pushed: true });
    const { argocd } = team.world.cluster;
    argocd.pause();
    const deployed = await deploy(team, { number: 502, behaviour: bad, pushed: true });
    const run = await team.actions.runOf(({ payload }) => payload.after === deployed.revision);
    const waits = `waiting until it has synced ${deployed.revision.slice(0, 12)}`;
    await until('the watch to wait for the sync', async () => (await run.log()).includes(waits), patience);
    argocd.resume();
    await expectRolledBack(team, await run.ended, deployed);
    expect(commentOn(team, 'acme/checkout', 502)).toMatch(toldInComment);
    expect(team.world.github.comments('acme/gitops', 502)).toEqual([]);
    // Neither payments, whose paths the caller does not name, nor what the run's own token pushes starts a run.
    await team.actions.idle();
    expect(team.actions.runs).toHaveLength(1);
  });

  test('a person, who may leave the revision out', async () => {
    await using team = await startTeam({ callers: [{ example: 'by-hand.yml', edit: acting }] });
    const deployed = await deploy(team, { number: 503, behaviour: bad });
    await synced(team, deployed);
    await startByHand(team, 'by-hand.yml', { application: 'checkout' });
    const run = await team.actions.runOf(({ name }) => name === 'workflow_dispatch');
    await expectRolledBack(team, await run.ended, deployed);
    expect(commentOn(team, 'acme/gitops', 503)).toMatch(toldInComment);
  });

  test('an alert, which names no revision', async () => {
    await using team = await startTeam({ callers: [{ example: 'alertmanager-alert.yml' }] });
    const deployed = await deploy(team, { number: 507, behaviour: bad });
    await synced(team, deployed);
    await alert(team, 'checkout-production');
    const run = await team.actions.runOf(({ name }) => name === 'repository_dispatch');
    await expectRolledBack(team, await run.ended, deployed);
  });

  test("Argo CD's notification, and its outputs reach the caller; our own revert is left alone", async () => {
    await using team = await startTeam({ callers: [withTold] });
    notifyOfSyncs(team);
    const deployed = await deploy(team, { number: 504, behaviour: bad });
    const ended = await (await runAt(team, deployed.revision)).ended;
    const commit = await expectRolledBack(team, ended, deployed);
    expect(JSON.parse(jobOf(ended, 'told').outputs.told?.outputs ?? '')).toEqual({
      outcome: 'regression',
      incident: outputsOf(ended)['watch.incident'],
      action: 'reverted',
      recovery: 'recovered',
    });
    const own = await (await runAt(team, commit)).ended;
    expect(outputsOf(own)['watch.outcome']).toBe('own-revert');
    expect(resultsOf(own)).toEqual({
      'backout/decide': 'success',
      'backout/report': 'success',
      told: 'success',
    });
    expect(await team.world.gitops.tip()).toBe(commit);
  });
});

test('a healthy deployment is left alone and marked', async () => {
  await using team = await startTeam({ callers: [{ example: 'argocd-notification.yml' }] });
  notifyOfSyncs(team);
  const deployed = await deploy(team, { number: 505, behaviour: good });
  const ended = await (await runAt(team, deployed.revision)).ended;
  expect(resultsOf(ended)).toEqual({ 'backout/decide': 'success', 'backout/report': 'success' });
  expect(outputsOf(ended)['watch.outcome']).toBe('healthy');
  const { github, gitops } = team.world;
  expect(github.statuses('acme/gitops', deployed.revision).at(-1)).toMatchObject({ state: 'success' });
  expect([github.comments('acme/gitops', 505), github.issues('acme/gitops')]).toEqual([[], []]);
  expect(await gitops.tip()).toBe(deployed.revision);
});

test('observe.yml by hand says what it would have done, and writes nothing', async () => {
  await using team = await startTeam({ callers: [{ example: 'by-hand.yml' }] });
  const { gitops, github } = team.world;
  const deployed = await deploy(team, { number: 506, behaviour: bad });
  await startByHand(team, 'by-hand.yml', { application: 'checkout', revision: deployed.revision });
  const ended = await (await team.actions.runOf(() => true)).ended;
  expect(resultsOf(ended)).toEqual({ 'backout/decide': 'success', 'backout/report': 'success' });
  expect(outputsOf(ended)).toMatchObject({ 'watch.outcome': 'regression', 'attribute.decision': 'revert' });
  expect(jobOf(ended, 'backout/report').summary).not.toBe('');
  expect(github.count('git-receive-pack')).toBe(0);
  expect(await gitops.tip()).toBe(deployed.revision);
});

const expression = (text: string) => `\${{ ${text} }}`;

/** The caller with a job after the call, which hands on what the called workflow answered. */
const withTold: Caller = {
  example: 'argocd-notification.yml',
  edit: (text) => `${text}  told:
    needs: backout
    runs-on: self-hosted
    steps:
      - id: told
        env: { TOLD: "${expression('toJSON(needs.backout.outputs)')}" }
        run: node -p '"outputs=" + JSON.stringify(JSON.parse(process.env.TOLD))' >> "$GITHUB_OUTPUT"
`,
};

function acting(text: string): string {
  return text.replace('/observe.yml@', '/backout.yml@').replace('contents: read', 'contents: write');
}
