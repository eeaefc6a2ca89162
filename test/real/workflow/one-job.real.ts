import { expect, test } from 'vitest';
import { bad, deploy } from './deploy.ts';
import {
  annotationsOf,
  commentOn,
  expectReverted,
  jobOf,
  ledgerOf,
  outputsOf,
  resultsOf,
} from './expectations.ts';
import { startTeam } from './team.ts';
import { notifyOfSyncs, runAt } from './trigger.ts';

const callers = [{ example: 'one-job.yml' }];

test('the composite action does the whole chain in one job', async () => {
  await using team = await startTeam({ callers });
  notifyOfSyncs(team);
  const deployed = await deploy(team, { number: 521, behaviour: bad });
  const ended = await (await runAt(team, deployed.revision)).ended;
  expect(resultsOf(ended), ended.log).toEqual({ backout: 'success' });
  expect(outputsOf(ended)).toMatchObject({
    '0.outcome': 'regression',
    '0.incident': expect.stringMatching(/^inc_/),
    '0.action': 'reverted',
    '0.recovery': 'recovered',
  });
  const commit = await expectReverted(team, deployed);
  expect(await ledgerOf(team, commit)).toEqual(['revert.intent', 'revert.outcome', 'recovery']);
  expect(commentOn(team, 'acme/gitops', 521)).toContain('### Your change was rolled back in production');
  expect(jobOf(ended, 'backout').summary).toMatch(/^## .* was rolled back in production, and checkout has/);
  expect(annotationsOf(ended)).toEqual([]);
  team.world.github.assertNoViolations();
});

test.each([
  [
    'post-deploy-watch',
    /^backout could not finish for argocd\/checkout-production: the job before left no result$/,
  ],
  [
    'revert-commit',
    /^The deployment of \w+ was to be rolled back in production; whether it was is not known$/,
  ],
])('the report of the composite action runs although %s crashes', async (action, title) => {
  const instead = { [`actions/${action}/dist/index.js`]: 'throw new Error("out of memory");\n' };
  await using team = await startTeam({ callers, instead });
  notifyOfSyncs(team);
  const deployed = await deploy(team, { number: 522, behaviour: bad });
  const ended = await (await runAt(team, deployed.revision)).ended;
  expect(resultsOf(ended)).toEqual({ backout: 'failure' });
  expect(jobOf(ended, 'backout').steps['0/report']).toBe('success');
  expect(team.world.github.issues('acme/gitops').map((issue) => issue.title)).toEqual([
    expect.stringMatching(title),
  ]);
  expect(await team.world.gitops.tip()).toBe(deployed.revision);
});
