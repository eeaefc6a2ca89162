import { spawn } from 'node:child_process';

export interface NodeProcess {
  readonly args: readonly string[];
  readonly cwd: string;
  readonly environment?: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
}

export interface Ended {
  readonly code: number | null;
  readonly said: string;
  /** It was ended because it took too long. */
  readonly isLate: boolean;
}

/** Stryker keeps what it has found so far. */
const graceMs = 5_000;

/**
 * Node with a program, until it ends or takes too long. What it starts is a group with it, and ends with it.
 * @throws the signal's reason once nothing of it is left
 */
export function runNode(program: NodeProcess, longestMs: number): Promise<Ended> {
  const { args, cwd, environment = {}, signal } = program;
  const env = { ...plainEnvironment(), ...environment };
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const child = spawn(process.execPath, args, { cwd, env, detached: true });
    const said: Buffer[] = [];
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => said.push(chunk));
    const tooLate = AbortSignal.timeout(longestMs);
    const killed = AbortSignal.any([signal, tooLate]);
    let patience: NodeJS.Timeout | undefined;
    const ask = () => {
      child.kill('SIGTERM');
      patience = setTimeout(() => killGroup(child.pid), graceMs);
    };
    killed.addEventListener('abort', ask);
    child.on('error', reject);
    child.on('close', (code) => {
      killed.removeEventListener('abort', ask);
      clearTimeout(patience);
      killGroup(child.pid);
      if (signal.aborted) reject(signal.reason);
      else resolve({ code, said: Buffer.concat(said).toString('utf8'), isLate: tooLate.aborted });
    });
  });
}

function killGroup(leader: number | undefined): void {
  if (leader === undefined) return;
  try {
    process.kill(-leader, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Without what a vitest tells its own processes, where this is called by one of its tests. */
function plainEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(?:VITEST|NODE_ENV$)/.test(name)),
  );
}
