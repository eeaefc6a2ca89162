import { readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Sha } from '@backout/incident';
import type { Repository } from '@backout/world/repository';
import type { Described } from './application.ts';
import type { Draw } from './draw.ts';
import { growEncore } from './encore.ts';
import { type Imported, importHistory, revertedRef } from './import-history.ts';
import { type Judgement, judge, type Outcome } from './judge.ts';
import { type Asking, type Ended, runHistory } from './run-history.ts';
import type { State } from './state.ts';

export interface Played {
  /** As far as it was played: with what came after a revert, if there was more. */
  readonly draw: Draw;
  readonly outcome: Outcome;
  readonly judgement: Judgement;
  /** What the run said on its way. */
  readonly log: readonly string[];
}

/** Makes the history, asks about it, and looks at what has come of it. */
export async function play(draw: Draw, scratch: string): Promise<Played> {
  const imported = await importHistory(scratch, draw.choice, draw.branch);
  try {
    const first = await attempt(draw, imported, scratch);
    const again = draw.choice.returned !== 'no' && isReverted(first.outcome);
    const last = again ? await attemptEncore(draw, imported, scratch) : first;
    return { ...last, judgement: judge(draw.label, last.outcome) };
  } finally {
    await rm(dirname(imported.repository.directory), { recursive: true, force: true });
  }
}

function isReverted(outcome: Outcome): boolean {
  return outcome.kind === 'reverted' && outcome.what === 'the guilty commit';
}

/** The bad value comes back an hour after our revert. */
async function attemptEncore(draw: Draw, imported: Imported, scratch: string): Promise<Attempted> {
  const encore = await growEncore(draw, imported);
  return attempt(encore.draw, encore.imported, scratch);
}

type Attempted = Omit<Played, 'judgement'>;

async function attempt(draw: Draw, imported: Imported, scratch: string): Promise<Attempted> {
  const { repository } = imported;
  const before = await tipOf(repository);
  try {
    const ended = await runHistory(askingOf(draw, imported, scratch));
    return { draw, outcome: await outcomeOf(ended, repository, before), log: ended.log };
  } catch (error) {
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { draw, outcome: { kind: 'broken', message }, log: [] };
  }
}

function askingOf(
  { choice, branch, operations, question }: Draw,
  imported: Imported,
  scratch: string,
): Asking {
  const { repository, ids } = imported;
  const idOf = (commit: string) => Sha.parse(ids.get(commit));
  const states = new Map<string, State>(branch.commits.map(({ name, state }) => [idOf(name), state]));
  const described: Described = { choice, operations, tip: branch.tip, idOf };
  return {
    url: `file://${repository.directory}`,
    scratch,
    revision: question.revision === null ? null : idOf(question.revision),
    second: question.second,
    onset: question.onset,
    served: { described, stateOf: (id) => states.get(id) ?? null },
  };
}

async function outcomeOf(
  { reverted, codes }: Ended,
  repository: Repository,
  before: string,
): Promise<Outcome> {
  const moved = (await tipOf(repository)) !== before;
  if (moved !== reverted)
    return { kind: 'broken', message: `the branch ${moved ? 'moved' : 'did not move'}: ${codes}` };
  if (!moved) return { kind: 'stopped', codes };
  return {
    kind: 'reverted',
    what: (await isAsItShould(repository)) ? 'the guilty commit' : 'something else',
  };
}

/** A process less than asking git. */
async function tipOf({ directory }: Repository): Promise<string> {
  return (await readFile(join(directory, 'refs/heads/main'), 'utf8')).trim();
}

/** The whole tree is what it was without the guilty commit. Where none of ours is guilty there is no such tree. */
async function isAsItShould(repository: Repository): Promise<boolean> {
  const trees = await repository.git('for-each-ref', '--format=%(tree)', 'refs/heads/main', revertedRef);
  const [actual, expected, ...others] = trees.trim().split('\n');
  return expected !== undefined && others.length === 0 && actual === expected;
}
