import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Sha, UserError } from '@backout/incident';
import { bareConfig } from './bare-config.ts';
import { type Batch, openBatch } from './batch.ts';
import { type Calling, callGit, type Ended, fetchAtMost, type Output } from './call.ts';
import { gitEnvironment } from './environment.ts';
import { objectId } from './object-id.ts';
import type { Remote } from './remote.ts';
import { supportedGit } from './supported-git.ts';
import { brokeOff, cutShort } from './whole.ts';

export type { Output } from './call.ts';

/** A bare repository that lives as long as the action: no work tree, objects fetched as they are needed. */
export interface Git extends AsyncDisposable {
  readonly directory: string;
  /** Any exit code is a result: `merge-tree` answers a conflict with 1, a push that lost a race with 1. */
  run(...args: readonly string[]): Promise<Output>;
  /** @returns stdout. @throws UserError `repository-unreadable` for any exit code but 0 */
  read(...args: readonly string[]): Promise<string>;
  /** The same for a command that reads what it is asked for from its standard input. */
  feed(input: string, ...args: readonly string[]): Promise<string>;
  /** A fetch that is given up when it has more objects to bring. */
  fetchAtMost(objects: number, ...args: readonly string[]): Promise<Output | 'too-many'>;
  /** Another repository of the same remote, which has nothing yet. */
  another(): Promise<Git>;
  /** What an object holds, whole: it is what its id stands for. @throws as `read`; UserError `repository-unreadable`, and `revision-unknown` for a commit that is not there */
  object(type: 'blob' | 'commit' | 'tree', id: Sha): Promise<Buffer>;
}

/** A git that hangs is ended; the largest fetch of ours is a few MB. */
const silenceMs = 60_000;

/** @throws UserError `unsupported-git` */
export async function openGit(remote: Remote): Promise<Git> {
  await supportedGit(remote.scratch);
  const directory = await mkdtemp(join(remote.scratch, 'backout-'));
  await Promise.all([
    mkdir(join(directory, 'objects'), { recursive: true }),
    mkdir(join(directory, 'refs'), { recursive: true }),
    writeFile(join(directory, 'HEAD'), 'ref: refs/heads/backout\n'),
    // The token stands in a file that only we can read: it is in no argument list and in no environment.
    writeFile(join(directory, 'config'), bareConfig(remote), { mode: 0o600 }),
  ]);
  const environment = gitEnvironment(directory);
  const batch = openBatch({ directory, environment, silenceMs });
  return {
    ...commandsIn({ baseDir: directory, environment, silenceMs }),
    object: (type, id) => readObject(batch, type, id),
    directory,
    another: () => openGit(remote),
    [Symbol.asyncDispose]: async () => {
      await batch.close();
      await rm(directory, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

async function readObject(batch: Batch, type: 'blob' | 'commit' | 'tree', id: Sha): Promise<Buffer> {
  const found = await batch.read(id);
  if (found === null && type === 'commit')
    throw new UserError('revision-unknown', `git has no commit ${id.slice(0, 12)}`);
  if (found === null || found.type !== type) throw new Error(`git has no ${type} ${id}`);
  if (objectId(type, found.content, id) !== id) throw cutShort('cat-file');
  return found.content;
}

type Commands = Pick<Git, 'run' | 'read' | 'feed' | 'fetchAtMost'>;

function commandsIn(calling: Calling): Commands {
  const call = async (args: readonly string[], how: Partial<Calling> = {}) =>
    outputOf(await callGit({ ...calling, ...how }, (client) => client.raw([...args])));
  return {
    run: (...args) => call(args),
    read: async (...args) => answer(args, await call(args)),
    feed: async (input, ...args) => answer(args, await call(args, { input })),
    fetchAtMost: async (objects, ...args) => {
      const ended = await fetchAtMost(calling, objects, args);
      return ended.outcome === 'too-many' ? 'too-many' : outputOf(ended);
    },
  };
}

function outputOf(ended: Ended<string>): Output {
  return ended.outcome === 'failed' ? ended.output : { code: 0, stdout: ended.answer, stderr: '' };
}

function answer(args: readonly string[], output: Output): string {
  if (output.code !== 0) throw brokeOff(args[0] ?? '', output);
  return output.stdout;
}
