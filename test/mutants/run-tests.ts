import { readFile, rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { runNode } from './run-node.ts';

type TestRun =
  | { readonly kind: 'passed'; readonly files: readonly string[] }
  | { readonly kind: 'failed'; readonly test: string }
  /** A file of tests that ended before its first test: what was broken is no program any more. */
  | { readonly kind: 'not-loaded'; readonly message: string };

/** Runs test files of a tree, from its root, until the first one that fails. */
export type RunTests = (tree: string, files: readonly string[], signal: AbortSignal) => Promise<TestRun>;

/** A mutant that goes round for ever was noticed. */
const longestMs = 120_000;

const reportName = 'mutants-report.json';

/** The unit tests, by the vitest and its configuration that the tree has. */
export const runUnitTests: RunTests = async (tree, files, signal) => {
  const report = join(tree, reportName);
  await rm(report, { force: true });
  const config = ['--config', 'test/vitest.config.ts', '--project', 'unit', '--bail', '1'];
  const output = ['--reporter', 'json', '--outputFile', report];
  const args = [join(tree, 'node_modules/vitest/vitest.mjs'), 'run', ...config, ...output, ...files];
  const ended = await runNode({ args, cwd: tree, signal }, longestMs);
  if (ended.isLate) return { kind: 'failed', test: `none ended within ${longestMs / 1000} s` };
  const text = await readFile(report, 'utf8').catch(() => null);
  if (text === null) throw new Error(`vitest wrote no report:\n${ended.said}`);
  const run = readReport(JSON.parse(text) as Report, tree);
  return run.kind === 'passed' && ended.code !== 0
    ? { kind: 'failed', test: 'an error outside of the tests' }
    : run;
};

interface Report {
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message: string;
    readonly assertionResults: readonly {
      readonly status: string;
      readonly ancestorTitles: readonly string[];
      readonly title: string;
    }[];
  }[];
}

/** What vitest's JSON reporter tells of a run. */
function readReport({ testResults }: Report, tree: string): TestRun {
  const failures = testResults.flatMap(({ name, assertionResults }) =>
    assertionResults
      .filter(({ status }) => status === 'failed')
      .map(({ ancestorTitles, title }) => [relative(tree, name), ...ancestorTitles, title].join(' > ')),
  );
  const [test] = failures;
  if (test !== undefined) return { kind: 'failed', test };
  const failed = testResults.find(({ status }) => status === 'failed');
  if (failed !== undefined) return { kind: 'not-loaded', message: failed.message };
  return { kind: 'passed', files: testResults.map(({ name }) => relative(tree, name)) };
}
