import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * The longest one keeps both cores busy for most of its time, and what runs beside it at first mostly waits for the looks
 * of a watch. Two of the busy ones beside each other would only make each other late.
 */
const first = ['test/chain/revert.e2e.ts', 'test/demo/demo.e2e.ts', 'test/chain/not-to-blame.e2e.ts'];

/** Without a cache of durations vitest begins with the largest file, which is not the one that takes longest. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.toSorted((one, other) => rankOf(one) - rankOf(other));
  }
}

function rankOf({ moduleId }: TestSpecification): number {
  const rank = first.findIndex((file) => moduleId.endsWith(file));
  return rank === -1 ? first.length : rank;
}
