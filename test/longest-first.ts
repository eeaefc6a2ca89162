import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Takes as long as two others together: begun last, it would leave one of two cores idle. */
const longest = 'test/chain/revert-race.e2e.ts';

/** Without a cache of durations vitest begins with the largest file, which is not the one that takes longest. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.toSorted((one, other) => Number(isLongest(other)) - Number(isLongest(one)));
  }
}

function isLongest({ moduleId }: TestSpecification): boolean {
  return moduleId.endsWith(longest);
}
