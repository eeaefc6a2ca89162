import { until } from '@backout/world/until';
import { expect, test } from 'vitest';
import { commitsSince, reverts } from '../../chain/branch.ts';
import { bad, deploy, good } from './deploy.ts';
import { outputsOf } from './expectations.ts';
import { startTeam } from './team.ts';
import { notifyOfSyncs, runAt } from './trigger.ts';

test('one notification that comes three times is one watch at a time and one revert', async () => {
  await using team = await startTeam({ callers: [{ example: 'argocd-notification.yml' }] });
  for (let times = 0; times < 3; times += 1) notifyOfSyncs(team);
  const deployed = await deploy(team, { number: 531, behaviour: bad });
  const first = await runAt(team, deployed.revision);
  await first.ended;
  await team.actions.idle();
  const same = team.actions.runs.filter(
    ({ event }) =>
      JSON.stringify(event.payload.client_payload) === JSON.stringify(first.event.payload.client_payload),
  );
  const [watched, dropped, after] = await Promise.all(same.map(({ ended }) => ended));
  expect(same).toHaveLength(3);
  expect(watched && outputsOf(watched)['revert.action']).toBe('reverted');
  // Of those that wait, GitHub keeps the newest.
  expect(dropped?.conclusion).toBe('cancelled');
  expect(after && outputsOf(after)['watch.outcome']).toBe('superseded');
  const landed = await commitsSince(team.world.gitops, deployed.revision);
  expect(reverts(landed)).toHaveLength(1);
});

test('a run that is still going when GitHub goes home leaves no process behind', async () => {
  const team = await startTeam({ callers: [{ example: 'argocd-notification.yml' }] });
  notifyOfSyncs(team);
  const deployed = await deploy(team, { number: 532, behaviour: good });
  const run = await runAt(team, deployed.revision);
  const steps = () =>
    run.processes().then((all) => all.filter(({ command }) => command.includes('/dist/index.js')));
  await until('the watch to run', async () => (await steps()).length > 0, { withinMs: 20_000 });
  await team[Symbol.asyncDispose]();
  expect(await run.processes()).toEqual([]);
  expect(await run.ended).toMatchObject({ conclusion: 'cancelled' });
});
