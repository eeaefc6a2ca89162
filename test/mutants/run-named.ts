import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { breakGuard, type NamedMutant, readNamedMutants } from './named-mutant.ts';
import type { RunTests } from './run-tests.ts';

type Fate =
  | { readonly kind: 'killed'; readonly by: string }
  | { readonly kind: 'survived' }
  | { readonly kind: 'stale'; readonly why: string };

export interface Judged {
  readonly mutant: NamedMutant;
  readonly fate: Fate;
}

export interface NamedRun {
  /** Copies of one tree. Each breaks one mutant at a time, so that every mutant is alone. */
  readonly copies: readonly [string, ...string[]];
  readonly runTests: RunTests;
  readonly onJudged: (judged: Judged) => void;
  readonly signal: AbortSignal;
}

/**
 * Breaks every named mutant of a tree alone, and runs the tests that have to notice.
 * @throws where these are not green before anything is broken, since their failures would prove nothing
 */
export async function runNamed(run: NamedRun): Promise<Judged[]> {
  const mutants = await readNamedMutants(run.copies[0]);
  await requireGreen(run, [...new Set(mutants.flatMap(({ tests }) => tests))]);
  const waiting = [...mutants];
  const judged: Judged[] = [];
  const work = async (copy: string) => {
    for (let mutant = waiting.shift(); mutant !== undefined; mutant = waiting.shift()) {
      const one = { mutant, fate: await fateOf(mutant, copy, run) };
      judged.push(one);
      run.onJudged(one);
    }
  };
  await Promise.all(run.copies.map(work));
  return judged.toSorted((one, other) => mutants.indexOf(one.mutant) - mutants.indexOf(other.mutant));
}

async function requireGreen({ copies: [copy], runTests, signal }: NamedRun, tests: readonly string[]) {
  if (tests.length === 0) return;
  const run = await runTests(copy, tests, signal);
  if (run.kind === 'failed') throw new Error(`fails before anything is broken: ${run.test}`);
  if (run.kind === 'not-loaded') throw new Error(`fails before anything is broken: ${run.message}`);
  const missing = tests.filter((test) => !run.files.includes(test));
  if (missing.length > 0) throw new Error(`named by a mutant, and no test file: ${missing.join(', ')}`);
}

async function fateOf(mutant: NamedMutant, copy: string, { runTests, signal }: NamedRun): Promise<Fate> {
  const path = join(copy, mutant.source);
  const text = await readFile(path, 'utf8').catch(() => null);
  if (text === null) return { kind: 'stale', why: `there is no ${mutant.source}` };
  const broken = breakGuard(text, mutant);
  if (broken.kind === 'stale')
    return { kind: 'stale', why: `"${mutant.find}" is ${broken.found} times in ${mutant.source}` };
  await writeFile(path, broken.text);
  const run = await runTests(copy, mutant.tests, signal);
  await writeFile(path, text);
  switch (run.kind) {
    case 'passed':
      return { kind: 'survived' };
    case 'failed':
      return { kind: 'killed', by: run.test };
    case 'not-loaded':
      return { kind: 'stale', why: `broken so, ${mutant.source} is no program: ${run.message}` };
  }
}
