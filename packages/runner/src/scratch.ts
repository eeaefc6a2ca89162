import { tmpdir } from 'node:os';

/** Where a run may put what goes with it. */
export function scratchFolder(): string {
  return process.env.RUNNER_TEMP ?? tmpdir();
}
