import { expect, test } from 'vitest';
import { ledgerRows } from '../../chain/branch.ts';
import { bad, type Deployed, deploy } from './deploy.ts';
import type { EndedRun } from './engine/run.ts';
import { annotationsOf, commentOn, expectReverted, jobOf, outputsOf, resultsOf } from './expectations.ts';
import { startTeam, type Team } from './team.ts';
import { notifyOfSyncs, runAt } from './trigger.ts';

const callers = [{ example: 'argocd-notification.yml' }];

async function runBad(team: Team, number: number): Promise<{ deployed: Deployed; ended: EndedRun }> {
  notifyOfSyncs(team);
  const deployed = await deploy(team, { number, behaviour: bad });
  const ended = await (await runAt(team, deployed.revision)).ended;
  team.world.github.assertNoViolations();
  return { deployed, ended };
}

/** The one issue of ours, open; the job's summary says the same. */
function issueOf({ world: { github } }: Team, run: EndedRun): { title: string; body: string } {
  const [issue, ...others] = github.issues('acme/gitops');
  expect(others).toEqual([]);
  expect(issue?.state).toBe('open');
  const { title = '', body = '' } = issue ?? {};
  expect(jobOf(run, 'backout/report').summary).toContain(title);
  return { title, body };
}

test('a watch whose metrics are down ends in an issue', async () => {
  await using team = await startTeam({ callers });
  team.world.cluster.metrics.outage('refuse');
  const { deployed, ended } = await runBad(team, 511);
  expect(ended.conclusion).toBe('failure');
  expect(resultsOf(ended)).toEqual({ 'backout/decide': 'failure', 'backout/report': 'success' });
  expect(outputsOf(ended)['watch.outcome']).toBe('provider-error');
  expect(annotationsOf(ended)).toEqual([
    expect.stringMatching(
      /^error backout: provider-error: errors: cannot be reached \(ECONNREFUSED\); check/,
    ),
  ]);
  expect(issueOf(team, ended).title).toBe('checkout in production: the readings could not be fetched');
  expect(team.world.github.comments('acme/gitops', 511)).toEqual([]);
  expect(await team.world.gitops.tip()).toBe(deployed.revision);
});

test('a revert that the kill switch refuses ends in a comment, an issue and the ledger', async () => {
  await using team = await startTeam({ callers });
  const { gitops } = team.world;
  await gitops.git('update-ref', 'refs/backout/stop', await gitops.tip());
  const { deployed, ended } = await runBad(team, 512);
  expect(resultsOf(ended)).toEqual({
    'backout/decide': 'success',
    'backout/revert': 'success',
    'backout/report': 'success',
  });
  expect(outputsOf(ended)).toMatchObject({
    'watch.outcome': 'regression',
    'attribute.decision': 'notify',
    'revert.action': 'refused',
    'revert.reverted': 'false',
  });
  expect(annotationsOf(ended)).toEqual([
    'notice backout: stopped: the kill switch `refs/backout/stop` is on',
  ]);
  expect(issueOf(team, ended).title).toMatch(/^checkout in production got worse .*; it was not rolled back$/);
  expect(commentOn(team, 'acme/gitops', 512)).toMatch(
    /### checkout in production got worse .* not rolled back/,
  );
  expect(await ledgerRows(gitops)).toEqual([['incidents', 'decision refused']]);
  expect(await gitops.tip()).toBe(deployed.revision);
});

test('a revert that is killed right after its push is told from its lock', async () => {
  await using team = await startTeam({ callers });
  const { github, gitops } = team.world;
  const killed: string[] = [];
  github.on({
    onPush: async ({ updates }) => {
      const running = (await Promise.all(team.actions.runs.map((run) => run.processes()))).flat();
      for (const { pid } of running.filter(({ command }) =>
        /revert-commit\S*\/dist\/index\.js/.test(command),
      )) {
        process.kill(pid, 'SIGKILL');
        killed.push(...updates.map(({ ref }) => ref.replace(/[0-9a-f]{40}$/, '<key>')));
      }
    },
  });
  const { deployed, ended } = await runBad(team, 513);
  expect(killed).toEqual(['refs/heads/main', 'refs/backout/reverts/<key>']);
  expect(ended.conclusion).toBe('failure');
  expect(resultsOf(ended)).toEqual({
    'backout/decide': 'success',
    'backout/revert': 'failure',
    'backout/report': 'success',
  });
  await expectReverted(team, deployed);
  expect(await ledgerRows(gitops)).toEqual([['reverts', 'revert.intent']]);
  const words = 'was rolled back in production; whether checkout has recovered is not known';
  expect(issueOf(team, ended).title).toContain(words);
  expect(commentOn(team, 'acme/gitops', 513)).toContain(words);
});

test('a watch that crashes is reported with what is known: which deployment', async () => {
  const instead = { 'actions/post-deploy-watch/dist/index.js': 'throw new Error("out of memory");\n' };
  await using team = await startTeam({ callers, instead });
  const { deployed, ended } = await runBad(team, 514);
  expect(resultsOf(ended)).toEqual({ 'backout/decide': 'failure', 'backout/report': 'success' });
  const { title, body } = issueOf(team, ended);
  expect(title).toBe(
    'backout could not finish for argocd/checkout-production: the job before left no result',
  );
  expect(body).toContain('`handover-lost`');
  expect(body).toContain(`\`acme/gitops\` at \`${deployed.revision.slice(0, 7)}\``);
  expect(await team.world.gitops.tip()).toBe(deployed.revision);
});
