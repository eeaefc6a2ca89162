import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Those of more than half a minute: begun last, one of them would run alone at the end. */
const first = [
  'test/chain/revert.e2e.ts',
  'test/chain/bad-input.e2e.ts',
  'test/chain/hand-over.e2e.ts',
  'test/demo/demo.e2e.ts',
  'test/chain/revert-outcomes.e2e.ts',
  'test/chain/not-to-blame.e2e.ts',
];

/**
 * To start a process costs as much as the worker that starts it is large, and a worker keeps what its files have loaded:
 * those that run git, or Node, come while it is small. In all of them together that is a tenth of their time.
 */
const startProcesses = /packages\/(?:gitops|ledger|preflight|runner|stages|world)\//;

/** Without a cache of durations vitest begins with the largest file, which is not the one that takes longest. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.toSorted((one, other) => rankOf(one) - rankOf(other));
  }
}

function rankOf({ moduleId }: TestSpecification): number {
  const rank = first.findIndex((file) => moduleId.endsWith(file));
  if (rank !== -1) return rank;
  return startProcesses.test(moduleId) ? first.length : first.length + 1;
}
