import { expect } from 'vitest';
import { commitsSince, ledgers } from '../../chain/branch.ts';
import type { Deployed } from './deploy.ts';
import type { JobRun } from './engine/act-log.ts';
import type { EndedRun } from './engine/run.ts';
import type { Team } from './team.ts';

export function resultsOf({ jobs, conclusion, log }: EndedRun): Record<string, JobRun['result']> {
  if (conclusion === 'failure' && jobs.size === 0) throw new Error(`no job of the run ended:\n${log}`);
  return Object.fromEntries([...jobs].map(([name, { result }]) => [name, result]));
}

export function jobOf(run: EndedRun, name: string): JobRun {
  const job = run.jobs.get(name);
  if (job === undefined) throw new Error(`no job ${name} in this run:\n${run.log}`);
  return job;
}

/** What the steps said of themselves, by their ids: all outputs but the sections, which are opaque. */
export function outputsOf({ jobs }: EndedRun): Record<string, string> {
  const named = [...jobs.values()].flatMap(({ outputs }) =>
    Object.entries(outputs).flatMap(([step, values]) =>
      Object.entries(values).flatMap(([name, value]) =>
        name === 'section' ? [] : [[`${step}.${name}`, value] as const],
      ),
    ),
  );
  return Object.fromEntries(named);
}

export function annotationsOf({ jobs }: EndedRun): string[] {
  return [...jobs.values()].flatMap(({ annotations }) =>
    annotations.map(({ level, title, message }) => `${level} ${title}: ${message}`),
  );
}

/** The branch has one commit more, ours, which brings back the tree from before. */
export async function expectReverted({ world: { gitops } }: Team, deployed: Deployed): Promise<string> {
  const [revert, ...others] = await commitsSince(gitops, deployed.revision);
  expect(others).toEqual([]);
  expect(revert?.body).toContain(`Backout-Reverts: ${deployed.revision}\n`);
  expect(await gitops.git('rev-parse', 'main^{tree}')).toBe(
    await gitops.git('rev-parse', `${deployed.previous}^{tree}`),
  );
  return revert?.sha ?? '';
}

/** The entries of the ref that names the revert, oldest first. */
export async function ledgerOf({ world: { gitops } }: Team, commit: string): Promise<string[]> {
  for (const [ref, entries] of await ledgers(gitops)) {
    if (!ref.startsWith('refs/backout/reverts/')) continue;
    if (entries.some((entry) => entry.type === 'revert.intent' && entry.commit === commit))
      return entries.map(({ type }) => type);
  }
  return [];
}

/** The one comment of ours on a pull request. */
export function commentOn({ world: { github } }: Team, repository: string, number: number): string {
  const [comment, ...others] = github.comments(repository, number);
  expect(others).toEqual([]);
  return comment?.body ?? '';
}
