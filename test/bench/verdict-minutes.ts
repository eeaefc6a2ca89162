import { pathToFileURL } from 'node:url';
import { instant } from '@backout/incident';
import { parsePolicy } from '@backout/policy';
import { endWatch, type WatchPlan } from '@backout/verdict';
import { median, quantile } from './spread.ts';
import { count, type Service, sync, watchUnder } from './verdict-world.ts';

/**
 * What a watch costs in minutes of a runner, and what leaving early misses: healthy services under the default policy,
 * and services with the smallest fault that it asks for.
 *
 * `npm run bench:minutes [-- SEEDS]`
 */
export interface Cell {
  readonly rps: number;
  readonly base: number;
  /** seconds after the sync at which the smallest fault begins; null: none */
  readonly onset: number | null;
}

export interface Ended {
  readonly outcome: string;
  /** of the last look, after the sync */
  readonly seconds: number;
}

const defaults = parsePolicy(
  `version: 1
prometheus: https://prometheus.example.com
applications:
  checkout:
    paths: [apps/checkout]
    signals:
      errors: { ratio: { bad: 'bad_total', total: 'all_total' } }
`,
  '.backout.yml',
);
const { forMs, everyMs, atLeastMs } = defaults.watch;

function planOf(): WatchPlan {
  const errors = defaults.applications.checkout?.signals.errors;
  if (errors?.kind !== 'ratio') throw new Error('the default policy has a ratio');
  return {
    signals: [{ kind: 'ratio', signal: 'errors', atLeast: errors.atLeast }],
    ...{ syncStartedAt: instant(sync), syncFinishedAt: instant(sync) },
    falseAlarmsPerMillion: defaults.rollback.falseAlarmsPerMillion,
    applications: 1,
    requiredSignals: defaults.requiredSignals,
    ...{ forMs, everyMs, atLeastMs },
  };
}

/** Exactly what `at_least` of the signal names: twice the base, or 0.2 points above it where that is more. */
function smallestFault(base: number): number {
  return Math.max(2 * base, base + 0.002);
}

function serviceOf({ rps, base, onset }: Cell): Service {
  const worse = smallestFault(base);
  return { rps, bursts: null, ratio: (second) => (onset !== null && second >= onset ? worse : base) };
}

export function runCell(cell: Cell, seeds: number): Ended[] {
  return Array.from({ length: seeds }, (_, seed) => {
    const counted = count(seed + 1, everyMs / 1000, forMs / 1000, () => serviceOf(cell));
    const { watch, verdict, second } = watchUnder(planOf(), counted);
    const { outcome } = verdict ?? endWatch(watch, instant(sync + second * 1000));
    return { outcome, seconds: second };
  });
}

export function shareOf(ended: readonly Ended[], wanted: (one: Ended) => boolean): number {
  return ended.filter(wanted).length / ended.length;
}

/** Minutes after which watches were left, ascending. */
export function minutesOf(ended: readonly Ended[]): number[] {
  return ended.map(({ seconds }) => seconds / 60).sort((one, other) => one - other);
}

/** Dollars for a minute of Linux with two cores in a private repository, from 2026-01-01 on (GitHub's runner pricing). */
const dollarsAMinute = 0.006;
/** A job is billed in whole minutes; the runner, the checkout and the start of the action take some of them. */
const startSeconds = 20;

function billedMinutes(ended: readonly Ended[]): number {
  const minutes = ended.map(({ seconds }) => Math.ceil((seconds + startSeconds) / 60));
  return minutes.reduce((sum, one) => sum + one, 0) / minutes.length;
}

const percent = (share: number, digits = 0) => `${(100 * share).toFixed(digits)} %`;

function row(rps: number, base: number, seeds: number): string[] {
  const healthy = runCell({ rps, base, onset: null }, seeds);
  const faults = [0, 120].map((onset) => runCell({ rps, base, onset }, seeds));
  const minutes = minutesOf(healthy);
  const billed = billedMinutes(healthy);
  return [
    ...[String(rps), percent(base, 2), percent(smallestFault(base), 2)],
    `${median(minutes).toFixed(1)} / ${quantile(minutes, 0.9).toFixed(1)}`,
    percent(shareOf(healthy, ({ seconds }) => seconds * 1000 < forMs)),
    `${(1_000 * billed).toFixed(0)}, $${(1_000 * billed * dollarsAMinute).toFixed(2)}`,
    ...faults.map((ended) =>
      ['healthy', 'regression']
        .map((wanted) =>
          percent(
            shareOf(ended, ({ outcome }) => outcome === wanted),
            1,
          ),
        )
        .join(' / '),
    ),
  ];
}

const head = [
  ...[
    'requests/s',
    'base',
    'smallest fault',
    'minutes, median / 90 %',
    'left early',
    'billed minutes per 1,000',
  ],
  ...['fault at once: healthy / alarm', 'after two minutes: healthy / alarm'],
];

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const seeds = Number(process.argv[2] ?? 400);
  console.log(`${seeds} services a cell, looks every ${everyMs / 1000} s\n`);
  for (const cells of [head, head.map(() => '---')]) console.log(`| ${cells.join(' | ')} |`);
  for (const rps of [5, 50, 500]) {
    for (const base of [0.0001, 0.001, 0.005, 0.02]) console.log(`| ${row(rps, base, seeds).join(' | ')} |`);
  }
}
