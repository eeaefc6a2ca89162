import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RepositoryState } from './world.ts';

/** A pre-receive hook that git itself runs: it says these lines and declines. @returns how to be rid of it */
export async function declinePushes(
  { directory }: RepositoryState,
  lines: readonly string[],
): Promise<{ lift(): Promise<void> }> {
  const hook = join(directory, 'hooks', 'pre-receive');
  const script = ['#!/bin/sh', "cat >&2 <<'WORDS'", ...lines, 'WORDS', 'exit 1', ''];
  await writeFile(hook, script.join('\n'), { mode: 0o755 });
  return { lift: () => rm(hook) };
}
