import { join } from 'node:path';
import { Action, decodeSection } from '@backout/incident';
import type { ActionRun } from '@backout/world/runner';
import { commitsSince, reverts } from '../../chain/branch.ts';
import { openPerson } from '../../chain/person.ts';
import { atOnce } from './at-once.ts';
import { keepPushing } from './busy-person.ts';
import { startContention, type Wanted } from './incidents.ts';
import { type Left, type Tally, tally } from './tally.ts';

export interface Contention extends Wanted {
  readonly atOnce: number;
}

/** Runs the bundled action for each incident, so many at a time, while a person pushes every second. */
export async function contend(wanted: Contention, log: (line: string) => void): Promise<Tally> {
  const { fixture, contenders } = await startContention(wanted);
  await using _ = fixture;
  const { gitops, github } = fixture.world;
  const url = github.gitUrl('acme/gitops', 'person');
  const stop = keepPushing(await openPerson(url, join(fixture.folder, 'robin')), 1_000);
  const began = performance.now();
  const runs = await atOnce(wanted.atOnce, contenders, async (one) => {
    const run = await fixture.revert(one);
    const said = { bad: one.bad, ...saidBy(run) };
    log(`${said.action || 'failed'} ${said.reasons.join(', ')}`);
    return said;
  });
  const seconds = (performance.now() - began) / 1000;
  const persons = await stop();
  const commits = await commitsSince(gitops, fixture.before);
  const left: Left = {
    ...{ runs, persons, seconds },
    takenBack: reverts(commits).map(({ body }) => /^Backout-Reverts: (\S+)$/m.exec(body)?.[1] ?? ''),
    branch: new Set(commits.map(({ sha }) => sha)),
  };
  return tally(left);
}

function saidBy({ code, outputs, log }: ActionRun): Pick<Left['runs'][number], 'action' | 'reasons'> {
  const { action = '', section } = outputs;
  if (code !== 0 || section === undefined) {
    const reasons = [action || `exit ${code}: ${log.at(-1) ?? 'nothing was said'}`];
    return { action, reasons };
  }
  const { body } = decodeSection(section);
  const told = Action.parse(body);
  if (told.kind !== 'refused') return { action, reasons: [told.kind] };
  const refusals = told.decision.guardrails.filter(({ passed }) => !passed);
  return { action, reasons: refusals.map((refusal) => refusal.code) };
}
