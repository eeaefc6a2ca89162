import { spawnSync } from 'node:child_process';
import { conclude, type History, loadOf, open, run } from './verdict-load.ts';

/**
 * What watching takes of a runner: CPU of 10,000 looks at five signals, and memory of ten signals with a long history,
 * each in a process of its own.
 *
 * `npm run bench:resources`
 */
const [task = 'all', ...numbers] = process.argv.slice(2);
const [first = 0, second = 0] = numbers.map(Number);

const mebibyte = 1024 * 1024;
const day = 24;
const week = 7 * day;
if (task === 'looks') looks(first, second);
else if (task === 'memory') memory({ ratio: first, gauge: second });
else {
  for (const watches of [100, 10, 1]) console.log(alone('looks', watches, 10_000 / watches));
  // The default, and the longest that a policy may ask for; a gauge brings a day and an hour of last week, and not all of it.
  for (const [ratio, gauge] of [
    [1, week],
    [day, week],
  ] as const) {
    console.log(alone('memory', ratio, gauge));
  }
}

function alone(...task: readonly (string | number)[]): string {
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [...process.execArgv, process.argv[1] ?? '', ...task.map(String)],
    { encoding: 'utf8', timeout: 600_000 },
  );
  return status === 0 ? stdout.trimEnd() : `${task.join(' ')}: ended with ${status}\n${stderr}`;
}

/** User and system time of this process, in seconds. */
function cpu(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000_000;
}

function looks(watches: number, each: number): void {
  const load = loadOf(5, { ratio: 1, gauge: 1 }, each);
  const before = cpu();
  const opened = Array.from({ length: watches }, () => open(load));
  const between = cpu();
  const watched = opened.map((watch) => run(load, watch, each));
  const after = cpu();
  const [last] = watched;
  if (last !== undefined) conclude(last, each);
  const figures = `${(after - between).toFixed(2)} s of CPU, opening them ${(between - before).toFixed(2)} s`;
  console.log(
    `${watches * each} looks at 5 signals, ${watches} watches of ${each}: ${figures}, the last verdict ${(cpu() - after).toFixed(2)} s`,
  );
}

function memory(history: History): void {
  const each = 90;
  const start = cpu();
  const load = loadOf(10, history, each);
  const drawn = cpu();
  const watch = run(load, open(load), each);
  const watched = cpu();
  conclude(watch, each);
  const concluded = cpu();
  const peak = (process.resourceUsage().maxRSS * 1024) / mebibyte;
  const held = process.memoryUsage().heapUsed / mebibyte;
  console.log(
    `10 signals, ${history.ratio} h of counts and ${history.gauge} h of gauges, ${each} looks: at most ${peak.toFixed(0)} MiB ` +
      `(heap at the end ${held.toFixed(0)} MiB); CPU: ${(drawn - start).toFixed(2)} s to draw it, ` +
      `${(watched - drawn).toFixed(2)} s to watch, ${(concluded - watched).toFixed(2)} s for the verdict`,
  );
}
