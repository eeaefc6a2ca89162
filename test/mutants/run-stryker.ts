import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { forgetSurvivors } from './forget-survivors.ts';
import { runNode } from './run-node.ts';
import type { StrykerReport } from './score.ts';
import type { Suite } from './suites.ts';

export interface StrykerRun {
  /** A copy, which is rewritten: only so a mutant in a package reaches tests that import it by its name. */
  readonly tree: string;
  readonly suite: Suite;
  /** Where the results are kept for the next time. */
  readonly cache: string;
  readonly fresh: boolean;
  readonly signal: AbortSignal;
}

const longestMs = 3_600_000;

export async function runStryker({ tree, suite, cache, fresh, signal }: StrykerRun): Promise<StrykerReport> {
  await mkdir(cache, { recursive: true });
  const report = join(tree, 'mutants-report.json');
  const config = join(tree, 'stryker.config.json');
  const results = join(cache, `${suite.name}.json`);
  await writeFile(config, JSON.stringify(configuration(suite, { report, results, fresh })));
  const before = await readFile(results, 'utf8').catch(() => null);
  if (before !== null) await writeFile(results, JSON.stringify(forgetSurvivors(JSON.parse(before))));
  const ended = await runNode(
    {
      args: ['node_modules/@stryker-mutator/core/bin/stryker.js', 'run', config],
      cwd: tree,
      environment: { BACKOUT_MUTANTS_TESTS: `${suite.folder}/**/*.test.ts` },
      signal,
    },
    longestMs,
  );
  const text = await readFile(report, 'utf8').catch(() => null);
  if (text === null || ended.code !== 0)
    throw new Error(`Stryker did not get through ${suite.name}:\n${ended.said}`);
  return JSON.parse(text) as StrykerReport;
}

interface Files {
  readonly report: string;
  readonly results: string;
  readonly fresh: boolean;
}

function configuration({ folder }: Suite, { report, results, fresh }: Files) {
  return {
    testRunner: 'vitest',
    plugins: ['@stryker-mutator/vitest-runner'],
    vitest: { configFile: 'test/mutants/stryker/vitest.config.ts', related: false },
    mutate: [`${folder}/**/*.ts`, '!**/*.test.ts', '!**/testing/**'],
    inPlace: true,
    coverageAnalysis: 'perTest',
    concurrency: 2,
    timeoutMS: 20_000,
    incremental: true,
    incrementalFile: results,
    force: fresh,
    /** It rewrites a tsconfig by the compiler's old API, which TypeScript 7 has not; none is needed to run tests. */
    tsconfigFile: 'none',
    disableTypeChecks: false,
    reporters: ['json'],
    jsonReporter: { fileName: report },
  };
}
