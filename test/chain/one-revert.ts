import type { Repository } from '@backout/world/repository';
import type { ActionRun } from '@backout/world/runner';
import { expect } from 'vitest';
import { commitsSince, ledgerRows, ledgers, reverts } from './branch.ts';
import { type Case, type Fixture, notes } from './fixture.ts';

/** The ledger of a revert that was written to its end. */
export const settled = ['reverts', 'revert.intent', 'revert.outcome'];

/** Everything that a revert leaves, but for ids and times: the same however it came about. */
export async function remains(gitops: Repository, since: string) {
  const commits = await commitsSince(gitops, since);
  const [own] = reverts(commits);
  const [entries = []] = [...(await ledgers(gitops)).values()];
  const [intent, outcome] = entries;
  return {
    commits: commits.length,
    reverts: reverts(commits).length,
    tree: (await gitops.git('rev-parse', 'main^{tree}')).trim(),
    parent: own?.parent,
    rows: await ledgerRows(gitops),
    intent: intent?.type === 'revert.intent' && {
      tree: intent.tree,
      parent: intent.parent,
      reverts: intent.reverts,
      namesTheCommit: intent.commit === own?.sha,
    },
    outcome: outcome?.type === 'revert.outcome' && { namesTheCommit: outcome.commit === own?.sha },
  };
}

/** The bad commit of checkout is taken back, the one of payments on top of it is not, and nothing else has changed. */
export async function expectOneRevert({ world: { gitops }, before }: Fixture, { bad }: Case): Promise<void> {
  const changed = async (from: string) => (await gitops.git('diff', '--name-only', from, 'main')).split('\n');
  expect(await changed(before)).toEqual([notes, 'apps/checkout/production/deployment.yaml', '']);
  expect(await changed(`${bad}^1`)).toEqual(['apps/payments/production/deployment.yaml', '']);
  const tree = (await gitops.git('rev-parse', 'main^{tree}')).trim();
  expect(await remains(gitops, before)).toEqual({
    commits: 1,
    reverts: 1,
    tree,
    parent: before,
    rows: [settled],
    intent: { tree, parent: before, reverts: [bad], namesTheCommit: true },
    outcome: { namesTheCommit: true },
  });
}

export function endedWell(run: ActionRun, ...actions: string[]): void {
  const { action, reverted } = run.outputs;
  const as = actions.find((one) => one === action) ?? actions;
  expect({ code: run.code, action, reverted, log: run.log }).toMatchObject({
    code: 0,
    action: as,
    reverted: 'true',
  });
}
