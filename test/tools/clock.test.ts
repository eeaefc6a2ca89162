import { glob, readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { root } from './root.ts';

/** What tells the time, or waits by it, without having been handed a clock. */
const ownClock =
  /\bDate\.now\b|\bnew Date\(\)|\bperformance\.now\b|\bset(?:Timeout|Interval)\b|\bnode:timers\b/;

/** The places where the machine's clock enters: as a default that a caller may replace, and to end a git that hangs. */
const borders = [
  'packages/github/src/open-github.ts',
  'packages/gitops/src/batch.ts',
  'packages/gitops/src/silence.ts',
  'packages/signals/src/open-signals.ts',
];

/** Whose job the time is: the actions' own runner, and the local world with its real servers. */
const keepers = /^packages\/(?:runner|world)\/|\/src\/testing\/|\.test\.ts$/;

async function ownClocks(): Promise<string[]> {
  const found: string[] = [];
  for await (const path of glob('{packages,packages/stages,actions}/*/src/**/*.ts', { cwd: root })) {
    const file = path.replaceAll('\\', '/');
    if (!keepers.test(file) && ownClock.test(await readFile(`${root}${file}`, 'utf8'))) found.push(file);
  }
  return found.sort();
}

test('the clock is handed in everywhere but at the borders', async () => {
  expect(await ownClocks()).toEqual(borders);
});
