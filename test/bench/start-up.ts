import { execFile } from 'node:child_process';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { actions } from '../tools/bundles.ts';
import { root } from '../tools/root.ts';
import { median } from './spread.ts';

const run = promisify(execFile);

export interface StartUp {
  readonly action: string;
  readonly bytes: number;
  /** User and system time of the whole process, as the shell's `time` has it: median of the runs. */
  readonly cpuMs: number;
  readonly wallMs: number;
}

/** Runs each bundle without inputs: it loads, finds that one is missing, hands its stop over and ends. */
export async function measureStartUp(runs: number): Promise<StartUp[]> {
  const measured: StartUp[] = [];
  for (const action of await actions()) {
    const bundle = join(root, 'actions', action, 'dist/index.js');
    const times = [];
    for (let count = 0; count < runs; count++) times.push(await timed(bundle));
    const { size } = await stat(bundle);
    measured.push({
      action,
      bytes: size,
      cpuMs: median(times.map(({ cpuMs }) => cpuMs)),
      wallMs: median(times.map(({ wallMs }) => wallMs)),
    });
  }
  return measured;
}

/** bash's `time` asks the kernel for the times of the child; Node does not tell those of its children. */
async function timed(bundle: string): Promise<{ cpuMs: number; wallMs: number }> {
  const folder = await mkdtemp(join(tmpdir(), 'backout-bench-'));
  const script = 'TIMEFORMAT="times %U %S %R"; time "$0" "$1" > /dev/null || true';
  const { stderr } = await run('bash', ['-c', script, process.execPath, bundle], {
    cwd: folder,
    env: { PATH: process.env.PATH, LC_ALL: 'C', HOME: folder, RUNNER_TEMP: folder, GITHUB_ACTIONS: 'true' },
  });
  await rm(folder, { recursive: true });
  const [, user, system, real] = /^times ([\d.]+) ([\d.]+) ([\d.]+)$/m.exec(stderr) ?? [];
  if (user === undefined) throw new Error(`bash did not say how long it took: ${stderr}`);
  return {
    cpuMs: Math.round((Number(user) + Number(system)) * 1000),
    wallMs: Math.round(Number(real) * 1000),
  };
}
