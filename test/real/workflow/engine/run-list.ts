import type { GitHubEvent } from '@backout/world/github';
import type { Run } from './run.ts';

/** The runs in the order of their events, and waiting for one that is still to come. */
export function createRunList() {
  const runs: Run[] = [];
  const failures: unknown[] = [];
  let changed = Promise.withResolvers<void>();
  const wake = () => {
    changed.resolve();
    changed = Promise.withResolvers<void>();
  };
  return {
    runs,
    add: (run: Run) => {
      runs.push(run);
      wake();
    },
    /** An event could not be read: whoever waits for a run learns it. */
    fail: (error: unknown) => {
      failures.push(error);
      wake();
    },
    runOf: async (fits: (event: GitHubEvent) => boolean): Promise<Run> => {
      for (;;) {
        const found = runs.find(({ event }) => fits(event));
        if (found !== undefined) return found;
        if (failures.length > 0) throw failures[0];
        await changed.promise;
      }
    },
    /** @param read whether all events so far have been read */
    idle: async (read: () => Promise<void>): Promise<void> => {
      for (let count = -1; count !== runs.length; ) {
        await read();
        count = runs.length;
        await Promise.all(runs.map(({ ended }) => ended));
      }
      if (failures.length > 0) throw failures[0];
    },
  };
}
