import { type ChildProcess, spawn } from 'node:child_process';
import { openSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { runMark } from './left-behind.ts';

export interface ProcessSpec {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** All that it sees: nothing of this process' environment goes along. */
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Its output goes to `<name>.log` in here. */
  readonly logs: string;
}

export interface RunningProcess extends AsyncDisposable {
  readonly name: string;
  /** The code or signal that ended it; never rejects. */
  readonly ended: Promise<string>;
  /** Resolves when the check holds. @throws with the end of its log when it ends before or takes too long */
  ready(check: () => Promise<boolean>, withinMs?: number): Promise<void>;
  log(): Promise<string>;
}

const graceMs = 5_000;

/**
 * A server of somebody else's, in a process group of its own: disposing of it ends the group. Should this process be
 * killed, the kernel ends it.
 */
export async function startProcess(spec: ProcessSpec): Promise<RunningProcess> {
  await mkdir(spec.logs, { recursive: true });
  const file = join(spec.logs, `${spec.name}.log`);
  const log = openSync(file, 'a');
  const child = spawn('setpriv', ['--pdeathsig', 'KILL', spec.command, ...spec.args], {
    cwd: spec.cwd,
    env: { PATH: process.env.PATH, ...spec.env, ...runMark },
    detached: true,
    stdio: ['ignore', log, log],
  });
  let running = true;
  const ended = new Promise<string>((resolve) => {
    child.on('error', (error) => resolve(error.message));
    child.on('exit', (code, signal) => resolve(`${signal ?? code}`));
  }).finally(() => {
    running = false;
  });
  const tail = async () => (await readFile(file, 'utf8')).trimEnd().split('\n').slice(-20).join('\n');
  return {
    name: spec.name,
    ended,
    log: () => readFile(file, 'utf8'),
    ready: async (check, withinMs = 30_000) => {
      const deadline = Date.now() + withinMs;
      while (!(await check().catch(() => false))) {
        if (!running) throw new Error(`${spec.name} ended with ${await ended}:\n${await tail()}`);
        if (Date.now() > deadline)
          throw new Error(`${spec.name} was not ready in ${withinMs} ms:\n${await tail()}`);
        await sleep(50);
      }
    },
    [Symbol.asyncDispose]: () => end(child, ended),
  };
}

async function end(child: ChildProcess, ended: Promise<string>): Promise<void> {
  signal(child, 'SIGTERM');
  await Promise.race([ended, sleep(graceMs)]);
  // What it started itself may still be there.
  signal(child, 'SIGKILL');
  await ended;
}

function signal(child: ChildProcess, name: NodeJS.Signals): void {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, name);
  } catch {
    // The group is gone.
  }
}
