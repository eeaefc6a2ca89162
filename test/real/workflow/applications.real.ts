import { getOctokit } from '@actions/github';
import { manifests } from '@backout/world';
import { expect, test } from 'vitest';
import { bad, good } from './deploy.ts';
import { jobOf, resultsOf } from './expectations.ts';
import { startTeam } from './team.ts';
import { runAt } from './trigger.ts';

test('an event of several applications is a watch of each, by the name that the policy has for it', async () => {
  await using team = await startTeam({ callers: [{ example: 'observe.yml' }] });
  const { github, release } = team.world;
  const checkout = await release({ application: 'checkout', number: 541, title: 'Retry', behaviour: bad });
  const payments = await release({ application: 'payments', number: 542, title: 'Faster', behaviour: good });
  const files = { ...manifests('checkout', checkout.tag), ...manifests('payments', payments.tag) };
  const change = { repository: 'acme/gitops', number: 543, title: 'Both', author: 'robin', files };
  const { mergeCommit: revision } = await github.mergePull(change);
  const applications = ['checkout', 'payments'];
  await getOctokit('person', { baseUrl: github.url, request: { fetch } }).rest.repos.createDispatchEvent({
    ...{ owner: 'acme', repo: 'gitops', event_type: 'argocd-deployed' },
    client_payload: { app: 'shop', app_namespace: 'argocd', applications, revision },
  });
  const ended = await (await runAt(team, String(revision))).ended;
  expect(resultsOf(ended), ended.log).toEqual({
    ...{ 'backout-1/decide': 'success', 'backout-1/report': 'success' },
    ...{ 'backout-2/decide': 'success', 'backout-2/report': 'success' },
  });
  const outcomes = [1, 2].map((at) => jobOf(ended, `backout-${at}/decide`).outputs.watch?.outcome);
  expect(outcomes).toEqual(['regression', 'healthy']);
  const told = [1, 2].map((at) => jobOf(ended, `backout-${at}/report`).summary);
  expect(told).toEqual([expect.stringContaining('**checkout**'), expect.stringContaining('payments')]);
  github.assertNoViolations();
});
