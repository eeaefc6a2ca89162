import { leftBehind } from './processes/left-behind.ts';

/** vitest's global set-up: what it returns runs when all tests are over, however they ended. */
export default function noProcessLeft() {
  return async () => {
    const left = await leftBehind();
    if (left.length > 0) throw new Error(`processes were left behind:\n${left.join('\n')}`);
  };
}
