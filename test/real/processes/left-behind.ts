import { readdir, readFile } from 'node:fs/promises';

const name = 'BACKOUT_E2E_RUN';

// The runner of the tests and its workers are processes of their own: they agree by this variable.
process.env[name] ??= `${process.pid}-${Date.now()}`;

/** In the environment of every process that an e2e starts, and so in that of what it starts in turn. */
export const runMark: Readonly<Record<string, string>> = { [name]: process.env[name] };

/** The tests' own workers carry the mark as well. */
const ours = /vitest/;

/** The command lines of this run's processes that still run. */
export async function leftBehind(): Promise<string[]> {
  const mark = `${name}=${runMark[name]}`;
  const found: string[] = [];
  for (const pid of (await readdir('/proc')).filter((entry) => /^\d+$/.test(entry))) {
    if (pid === String(process.pid)) continue;
    const read = (file: string) => readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => '');
    const environment = (await read('environ')).split('\0');
    const command = (await read('cmdline')).replaceAll('\0', ' ').trim();
    if (environment.includes(mark) && !ours.test(command)) found.push(`${pid} ${command}`);
  }
  return found;
}
