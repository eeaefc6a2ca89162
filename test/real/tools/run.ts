import { spawn } from 'node:child_process';
import { NotHere } from './not-here.ts';

interface RunOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
}

const lastLines = 30;

/**
 * Runs a command to its end.
 *
 * @returns its stdout
 * @throws NotHere where there is no such command, an Error with its last lines where it fails
 */
export function run(command: string, args: readonly string[], options: RunOptions = {}): Promise<string> {
  const { cwd, env = process.env } = options;
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    const out: Buffer[] = [];
    const all: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => {
      out.push(chunk);
      all.push(chunk);
    });
    child.stderr.on('data', (chunk: Buffer) => all.push(chunk));
    child.on('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'ENOENT' ? new NotHere(`${command} is not on this machine`) : error),
    );
    child.on('close', (code) => {
      if (code === 0) return resolve(Buffer.concat(out).toString());
      const tail = Buffer.concat(all).toString().trimEnd().split('\n').slice(-lastLines).join('\n');
      reject(new Error(`${command} ${args.join(' ')} ended with ${code}:\n${tail}`));
    });
  });
}
