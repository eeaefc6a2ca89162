import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Repository } from '@backout/world/repository';
import { vi } from 'vitest';

/** What one call of git does wrong, or all of them. */
export type Bend =
  /** Does its work, prints no more than so many bytes, and ends well. */
  | { readonly how: 'cut'; readonly bytes: number }
  /** The same, and a signal ends it. */
  | { readonly how: 'killed'; readonly bytes: number }
  /** Ends at once with this exit code, and has done nothing. */
  | { readonly how: 'gone'; readonly code: number }
  /** Does its work, and has nothing but another exit code to say of it. */
  | { readonly how: 'mute'; readonly code: number }
  /** Prints a few bytes at a time. */
  | { readonly how: 'slow' }
  /** Ends well before what it prints has come. */
  | { readonly how: 'early' };

export interface Call {
  readonly args: string;
  /** What it printed, in bytes. */
  readonly bytes: number;
}

export interface BentGit {
  /** @param call which one of them, from 1 on; all where it is not said */
  during<Value>(run: () => Promise<Value>, bend?: Bend, call?: number): Promise<Value>;
  /** Those of the last run, in the order in which they began. */
  calls(): Promise<readonly Call[]>;
}

/** A git that is first on the path of whoever is run with it, and passes on to the real one. */
export async function bendGit(folder: string, repository: Repository): Promise<BentGit> {
  const bin = await mkdtemp(join(folder, 'bin-'));
  const [calls, plan] = [join(bin, 'calls'), join(bin, 'plan')];
  const git = join((await repository.git('--exec-path')).trim(), 'git');
  await writeFile(join(bin, 'git'), scriptOf({ calls, plan, git }), { mode: 0o755 });
  return {
    during: async (run, bend, call) => {
      await rm(calls, { recursive: true, force: true });
      await mkdir(calls);
      await writeFile(plan, planOf(bend, call));
      vi.stubEnv('PATH', `${bin}:${process.env.PATH}`);
      return run().finally(() => vi.unstubAllEnvs());
    },
    calls: async () => {
      const names = (await readdir(calls)).sort((one, other) => Number(one) - Number(other));
      return Promise.all(names.map((name) => readCall(join(calls, name))));
    },
  };
}

async function readCall(folder: string): Promise<Call> {
  const [args, output] = await Promise.all([
    readFile(join(folder, 'args'), 'utf8'),
    readFile(join(folder, 'output')).catch(() => Buffer.alloc(0)),
  ]);
  return { args: args.trimEnd(), bytes: output.length };
}

function planOf(bend: Bend | undefined, call: number | undefined): string {
  const lines = Object.entries({ call: call ?? 'all', how: 'whole', ...bend });
  return lines.map(([name, value]) => `${name}=${value}\n`).join('');
}

interface Places {
  readonly calls: string;
  readonly plan: string;
  readonly git: string;
}

/** One that is asked one thing after the other has the script's standard input, and cannot go before it was asked all. */
function scriptOf({ calls, plan, git }: Places): string {
  return `#!/bin/sh
n=1
while ! mkdir "${calls}/$n" 2>/dev/null; do n=$((n + 1)); done
own="${calls}/$n"
echo "$*" > "$own/args"
. "${plan}"
[ "$call" = all ] || [ "$call" = "$n" ] || how=whole
[ "$how $1" = 'early cat-file' ] && how=slow
exec 3<&0
whole() { "${git}" "$@" <&3; echo $? > "$own/code"; }
first() { dd bs=1 "count=$bytes" 2>/dev/null; }
pieces() {
  while dd bs=200 count=1 of="$own/piece" 2>/dev/null && [ -s "$own/piece" ]; do cat "$own/piece"; sleep 0.01; done
}
case $how in
  whole) whole "$@" | tee "$own/output"; exit "$(cat "$own/code")" ;;
  cut) trap 'exit 0' USR1; (whole "$@" | { first; kill -USR1 $$; }) & wait ;;
  killed) (whole "$@" | { first; kill -KILL $$; }) & wait ;;
  gone) exit "$code" ;;
  mute) whole "$@" > "$own/output"; exit "$code" ;;
  slow) whole "$@" | pieces; exit "$(cat "$own/code")" ;;
  early) (whole "$@" | pieces) & exit 0 ;;
esac
`;
}
