import { spawn } from 'node:child_process';
import { access } from 'node:fs/promises';
import { availableParallelism, cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { root } from '../tools/root.ts';
import { playRound, type Round } from './round.ts';
import { spread } from './spread.ts';
import { measureStartUp, type StartUp } from './start-up.ts';

/**
 * What has to hold on a machine with two cores; a figure beyond it makes the command fail. Every round
 * has to hold; a fault that begins with the sync takes longer than 20 s in 3 % of simulated services.
 */
const limits = {
  bundleBytes: 2_500_000,
  cpuMs: 250,
  onsetToDecision: 20_000,
  decisionToPush: 3_000,
} as const;

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    starts: { type: 'string', default: '10' },
    seeds: { type: 'string', default: '300' },
    'no-verdict': { type: 'boolean', default: false },
  },
});

const missed: string[] = [];
console.log(machine());
tellStartUp(await measureStartUp(Number(values.starts)));
const rounds: Round[] = [];
for (let count = 0; count < Number(values.rounds); count++) rounds.push(await playRound());
tellRounds(rounds);
if (!values['no-verdict']) await tellVerdict();
console.log(
  `\nload average afterwards ${loadavg()
    .map((load) => load.toFixed(2))
    .join(' ')}`,
);
for (const line of missed) console.log(`MISSED  ${line}`);
process.exit(missed.length === 0 ? 0 : 1);

function machine(): string {
  const model = cpus()[0]?.model.trim() ?? 'unknown';
  const load = loadavg().map((value) => value.toFixed(2));
  return `node ${process.version}, ${availableParallelism()} cores (${model}), load average before ${load.join(' ')}`;
}

function tellStartUp(all: readonly StartUp[]): void {
  console.log(
    `\nStart of each action without inputs until it ends: user + system CPU by bash's time, median of ${values.starts}`,
  );
  for (const { action, bytes, cpuMs, wallMs } of all) {
    console.log(
      `  ${action.padEnd(22)}${`${cpuMs} ms CPU`.padStart(12)}${`${wallMs} ms`.padStart(10)}${`${bytes} bytes`.padStart(16)}`,
    );
    check(`${action}: CPU of the start, ms`, cpuMs, limits.cpuMs);
    check(`${action}: bytes of the bundle`, bytes, limits.bundleBytes);
  }
}

function tellRounds(all: readonly Round[]): void {
  console.log(
    `\nThe chain in the local world: 10 % errors, 50 requests/s, looks of 2 s; median (smallest to largest) of ${all.length} rounds`,
  );
  const of = (key: keyof Round) => all.map((round) => round[key]);
  console.log(`  onset to decision     ${spread(of('onsetToDecision'))}`);
  console.log(`  decision to push      ${spread(of('decisionToPush'))}`);
  console.log(`  push to synced        ${spread(of('pushToSynced'))}`);
  console.log(`  push to recovered     ${spread(of('pushToRecovered'))}`);
  check(
    'onset to decision, the slowest round, ms',
    Math.max(...of('onsetToDecision')),
    limits.onsetToDecision,
  );
  check('decision to push, the slowest round, ms', Math.max(...of('decisionToPush')), limits.decisionToPush);
}

function check(what: string, value: number, limit: number): void {
  if (!(value <= limit)) missed.push(`${what}: ${value}, at most ${limit}`);
}

/** The detector's own benchmark, in a process of its own: it prints its table and decides about its own end. */
async function tellVerdict(): Promise<void> {
  const path = `${root}test/bench/verdict.ts`;
  if (
    !(await access(path).then(
      () => true,
      () => false,
    ))
  )
    return;
  console.log(`\nThe detector alone, ${values.seeds} simulated services a row`);
  const child = spawn(process.execPath, ['--conditions=source', path, values.seeds], { stdio: 'inherit' });
  const code = await new Promise((resolve) => child.on('close', resolve));
  if (code !== 0) missed.push(`the detector's benchmark ended with ${code}`);
}
