import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { GitHubWorld } from './handle.ts';
import { type GitHubOptions, startGitHub } from './start-github.ts';

/** An emulator over a folder of its own that goes away with it. */
export async function temporaryGitHub(options: Omit<GitHubOptions, 'root'>): Promise<GitHubWorld> {
  const root = mkdtempSync(join(tmpdir(), 'backout-github-'));
  const github = await startGitHub({ ...options, root });
  const stop = github[Symbol.asyncDispose];
  return {
    ...github,
    [Symbol.asyncDispose]: async () => {
      await stop();
      await rm(root, { recursive: true, force: true });
    },
  };
}
