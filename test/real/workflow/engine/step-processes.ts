import { readdir, readFile } from 'node:fs/promises';

export interface StepProcess {
  readonly pid: number;
  readonly command: string;
}

/** act puts each step into a process group of its own: they are found by the home folder that only this run has. */
export async function stepProcesses(home: string): Promise<StepProcess[]> {
  const pids = (await readdir('/proc')).filter((entry) => /^\d+$/.test(entry));
  const found = await Promise.all(
    pids.map(async (pid) => {
      const read = (file: string) => readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => '');
      const environment = (await read('environ')).split('\0');
      if (!environment.includes(`HOME=${home}`)) return [];
      return [{ pid: Number(pid), command: (await read('cmdline')).replaceAll('\0', ' ').trim() }];
    }),
  );
  return found.flat();
}

/** act ends its steps when it is told to end; an act that had to be killed could not. */
export async function killSteps(home: string): Promise<void> {
  for (const { pid } of await stepProcesses(home)) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It ended meanwhile.
    }
  }
}
