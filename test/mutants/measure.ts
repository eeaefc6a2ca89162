import { join } from 'node:path';
import { copyTree } from './copy-tree.ts';
import { explained } from './explained.ts';
import { explainedInArgocd } from './explained-argocd.ts';
import { installStryker } from './install-stryker.ts';
import { runStryker } from './run-stryker.ts';
import { isGoodEnough, score } from './score.ts';
import { linesOf } from './score-lines.ts';
import { scratchFolder } from './scratch.ts';
import { type Suite, suites } from './suites.ts';

export interface Measure {
  readonly root: string;
  readonly log: (line: string) => void;
  readonly signal: AbortSignal;
  /** Names of suites; none means all. */
  readonly only: readonly string[];
  /** Every mutant again, and not only those of what changed. */
  readonly fresh: boolean;
}

/** Breaks everything that can be broken, package by package, and tells how much of it the unit tests notice. */
export async function measure({ root, log, signal, only, fresh }: Measure): Promise<boolean> {
  const unknown = only.find((name) => !suites.some((suite) => suite.name === name));
  if (unknown !== undefined)
    throw new Error(`no suite ${unknown}; there are ${suites.map(({ name }) => name).join(', ')}`);
  const cache = join(root, '.cache/mutants');
  const stryker = await installStryker(cache, signal);
  const measured = async (suite: Suite): Promise<boolean> => {
    const began = Date.now();
    await using scratch = await scratchFolder();
    const tree = join(scratch.folder, 'tree');
    await copyTree(root, tree, stryker);
    const report = await runStryker({ tree, suite, cache, fresh, signal });
    const scored = score(report, suite, [...explained, ...explainedInArgocd]);
    for (const line of linesOf(scored, suite, Math.round((Date.now() - began) / 1000))) log(line);
    return isGoodEnough(scored);
  };
  let isGood = true;
  for (const suite of suites)
    if (only.length === 0 || only.includes(suite.name)) isGood = (await measured(suite)) && isGood;
  return isGood;
}
