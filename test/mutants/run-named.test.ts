import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { lineOf, NamedAnswer, namedAnswer } from './named-answer.ts';
import { runNamed } from './run-named.ts';
import type { RunTests } from './run-tests.ts';
import { scratchFolder } from './scratch.ts';

const guard = 'export const isAllowed = (n: number) => n < 10 && n > 0;\n';
const tests = ['packages/p/src/guard.test.ts'];
const upper = { name: 'the upper bound', find: 'n < 10', replace: 'true', tests };
const lower = { name: 'the lower bound', find: 'n > 0', replace: 'true', tests };
const gone = { name: 'the guard that moved', find: 'n !== 5', replace: 'true', tests };

/** Tests that only notice a missing upper bound, and are told apart from a source that is no program. */
const runTests: RunTests = async (tree, files) => {
  const text = await readFile(join(tree, 'packages/p/src/guard.ts'), 'utf8');
  if (text.includes('&& ;')) return { kind: 'not-loaded', message: 'Unexpected token' };
  return text.includes('n < 10') ? { kind: 'passed', files } : { kind: 'failed', test: 'ten is not allowed' };
};

async function run(mutants: readonly object[], tested: RunTests = runTests) {
  await using scratch = await scratchFolder();
  const copies = ['one', 'other'].map((name) => join(scratch.folder, name)) as [string, string];
  for (const copy of copies) {
    for (const folder of ['packages/p/src', 'actions']) await mkdir(join(copy, folder), { recursive: true });
    await writeFile(join(copy, 'packages/p/src/guard.ts'), guard);
    await writeFile(join(copy, 'packages/p/src/guard.mutants.json'), JSON.stringify(mutants));
  }
  const signal = new AbortController().signal;
  const judged = await runNamed({ copies, runTests: tested, onJudged: () => {}, signal });
  for (const copy of copies)
    expect(await readFile(join(copy, 'packages/p/src/guard.ts'), 'utf8')).toBe(guard);
  return judged;
}

describe('a run of the named mutants', () => {
  test('tells for each the test that noticed, or that none did', async () => {
    expect((await run([upper, lower, gone])).map(lineOf)).toEqual([
      'killed    the upper bound: ten is not allowed',
      'SURVIVED  the lower bound: no test notices (packages/p/src/guard.ts)',
      'STALE     the guard that moved: "n !== 5" is 0 times in packages/p/src/guard.ts',
    ]);
  });

  test('answers with what lives on, a stale one with it', async () => {
    const answer = namedAnswer(await run([upper, lower, gone]));
    expect(NamedAnswer.parse(answer)).toEqual({
      schema: 'backout/mutants/1',
      named: 3,
      killed: 1,
      survived: ['the lower bound', 'the guard that moved'],
    });
  });

  test('does not count as noticed what is no program any more', async () => {
    const [judged] = await run([{ ...lower, replace: ';' }]);
    expect(judged?.fate).toMatchObject({ kind: 'stale' });
  });

  test('breaks one at a time in each copy', async () => {
    const seen: string[] = [];
    const watching: RunTests = async (tree, files, signal) => {
      seen.push(await readFile(join(tree, 'packages/p/src/guard.ts'), 'utf8'));
      return runTests(tree, files, signal);
    };
    await run([upper, lower], watching);
    expect(seen.toSorted()).toEqual(
      [guard, guard.replace('n < 10', 'true'), guard.replace('n > 0', 'true')].toSorted(),
    );
  });

  test('proves nothing with tests that fail before anything is broken', async () => {
    const red: RunTests = async () => ({ kind: 'failed', test: 'one is allowed' });
    await expect(run([upper], red)).rejects.toThrow('fails before anything is broken: one is allowed');
  });

  test('refuses a test file that is not there', async () => {
    const nothing: RunTests = async () => ({ kind: 'passed', files: [] });
    await expect(run([upper], nothing)).rejects.toThrow(
      'named by a mutant, and no test file: packages/p/src/guard.test.ts',
    );
  });
});
