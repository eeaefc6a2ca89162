import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { GitError, simpleGit } from 'simple-git';
import { bareConfig } from './bare-config.ts';
import type { Remote } from './remote.ts';

export interface Output {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A bare repository that lives as long as the action: no work tree, objects fetched as they are needed. */
export interface Git extends AsyncDisposable {
  readonly directory: string;
  /** Any exit code is a result: `merge-tree` answers a conflict with 1, a push that lost a race with 1. */
  run(...args: readonly string[]): Promise<Output>;
  /** @returns stdout; any exit code but 0 is a bug or a broken repository */
  read(...args: readonly string[]): Promise<string>;
}

/** A git that hangs is ended; the largest fetch of ours is a few hundred kB. */
const silenceMs = 60_000;

export async function openGit(remote: Remote): Promise<Git> {
  const directory = await mkdtemp(join(remote.scratch, 'backout-'));
  await Promise.all([
    mkdir(join(directory, 'objects'), { recursive: true }),
    mkdir(join(directory, 'refs'), { recursive: true }),
    writeFile(join(directory, 'HEAD'), 'ref: refs/heads/backout\n'),
    // The token stands in a file that only we can read: it is in no argument list and in no environment.
    writeFile(join(directory, 'config'), bareConfig(remote), { mode: 0o600 }),
  ]);
  return {
    directory,
    run: (...args) => run(directory, args),
    read: async (...args) => {
      const output = await run(directory, args);
      if (output.code === 0) return output.stdout;
      throw new Error(`git ${args[0]} ended with ${output.code}: ${output.stderr.trim()}`);
    },
    [Symbol.asyncDispose]: () => rm(directory, { recursive: true, force: true, maxRetries: 3 }),
  };
}

/** Anything that is no GitError loses its class on its way through simple-git. */
class GitExit extends GitError {
  readonly output: Output;
  constructor(output: Output) {
    super(undefined, `git ended with ${output.code}`);
    this.output = output;
  }
}

/** simple-git takes exit code 1 with an empty stderr for success, which is what a merge conflict looks like. */
function asExit(
  error: Buffer | Error | undefined,
  result: { exitCode: number; stdOut: Buffer[]; stdErr: Buffer[] },
): Buffer | Error | undefined {
  if (result.exitCode === 0) return error;
  return new GitExit({
    code: result.exitCode,
    stdout: Buffer.concat(result.stdOut).toString('utf8'),
    stderr: Buffer.concat(result.stdErr).toString('utf8'),
  });
}

/** A client a call: one client runs its commands one after the other. */
async function run(directory: string, args: readonly string[]): Promise<Output> {
  const client = simpleGit({ baseDir: directory, errors: asExit, timeout: { block: silenceMs } });
  try {
    return { code: 0, stdout: await client.raw([...args]), stderr: '' };
  } catch (error) {
    if (error instanceof GitExit) return error.output;
    if (error instanceof Error && /block timeout/.test(error.message)) {
      return { code: 124, stdout: '', stderr: `no answer for ${silenceMs / 1000} s` };
    }
    throw error;
  }
}
