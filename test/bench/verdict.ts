import { pathToFileURL } from 'node:url';
import type { Random } from './verdict-random.ts';
import { countRolling, type Rolling } from './verdict-rolling.ts';
import { type Counted, count, type Service, watchCounts } from './verdict-world.ts';
import { wandering } from './wandering.ts';

/** The benchmark of the detector of counts: what it must find, and what must not alarm. */
export interface Cell {
  readonly name: string;
  readonly rps: number;
  readonly lookSeconds: number;
  readonly watchSeconds: number;
  readonly draw: (seed: number) => { readonly counted: Counted; readonly onset: number | null };
}

export interface Result {
  readonly cell: Cell;
  readonly watches: number;
  readonly regressions: number;
  readonly others: number;
  /** seconds from the onset to the decision, sorted */
  readonly seconds: readonly number[];
}

const base = 0.001;
const looks = [2, 10] as const;
const halfHour = 1_800;

export function runCell(cell: Cell, seeds: number): Result {
  let regressions = 0;
  let others = 0;
  const seconds: number[] = [];
  for (let seed = 1; seed <= seeds; seed++) {
    const { counted, onset } = cell.draw(seed);
    const watched = watchCounts(counted, cell.lookSeconds);
    if (watched.outcome === 'regression') {
      regressions++;
      if (onset !== null && watched.decidedAt !== null) seconds.push(watched.decidedAt - onset);
    } else if (watched.outcome !== 'undecided') others++;
  }
  return { cell, watches: seeds, regressions, others, seconds: seconds.sort((a, b) => a - b) };
}

type Maker = (dice: Random) => Pick<Service, 'ratio' | 'bursts'> & { readonly onset: number | null };

function cells(name: string, rates: readonly number[], watchSeconds: number, maker: Maker): Cell[] {
  return rates.flatMap((rps) =>
    looks.map((lookSeconds) => ({
      name,
      rps,
      lookSeconds,
      watchSeconds,
      draw: (seed: number) => {
        let onset: number | null = null;
        const counted = count(seed, lookSeconds, watchSeconds, (dice) => {
          const service = { rps, ...maker(dice) };
          onset = service.onset;
          return service;
        });
        return { counted, onset };
      },
    })),
  );
}

/** Three to twenty pods, one every five to thirty seconds. */
function rolling(
  name: string,
  rates: readonly number[],
  excess: (dice: Random) => Rolling['excess'],
  isFault: boolean,
): Cell[] {
  const watchSeconds = 900;
  return rates.flatMap((rps) =>
    looks.map((lookSeconds) => ({
      ...{ name, rps, lookSeconds, watchSeconds },
      draw: (seed: number) => {
        let first = 0;
        const counted = countRolling(seed, lookSeconds, watchSeconds, (dice) => {
          first = 10 * dice.uniform();
          const pods = 3 + Math.floor(18 * dice.uniform());
          return { rps, pods, first, every: 5 + 25 * dice.uniform(), excess: excess(dice) };
        });
        return { counted, onset: isFault ? first : null };
      },
    })),
  );
}

const quiet: Maker = () => ({ ratio: () => base, bursts: null, onset: null });

const bursty =
  (seconds: number): Maker =>
  () => ({ ratio: () => base, bursts: { seconds, shape: 0.2 }, onset: null });

const coldStart =
  (excess: (dice: Random) => (second: number) => number): Maker =>
  (dice) => {
    const ready = dice.uniform() * 10;
    const shape = excess(dice);
    return {
      ratio: (second) => base + (second < ready ? 0 : shape(second - ready)),
      bursts: null,
      onset: null,
    };
  };

function decay(height: number, seconds: number): (second: number) => number {
  return (second) => height * Math.exp(-second / seconds);
}

const anyDecay = (dice: Random) => decay(0.05 + 0.15 * dice.uniform(), 3 + 7 * dice.uniform());
const worstDecay = () => decay(0.2, 10);
const blip = () => (second: number) => (second < 5 ? 0.3 : 0);

export const rollingCells: readonly Cell[] = [
  ...rolling('pods one by one, cold as above', [5, 50, 500], anyDecay, false),
  ...rolling('pods one by one, 20 %, tau 10 s', [5, 50, 500], worstDecay, false),
];

/** Onset anywhere in the `within` seconds after the sync. */
const fault =
  (ratio: number, within: number): Maker =>
  (dice) => {
    const onset = within * dice.uniform();
    return { ratio: (second) => (second < onset ? base : ratio), bursts: null, onset };
  };

export const nullCells: readonly Cell[] = [
  ...cells('independent errors', [0.5, 5, 20, 50, 500], halfHour, quiet),
  ...cells('bursts of 10 s', [0.5, 5, 20, 50, 500], halfHour, bursty(10)),
  ...cells('bursts of 2 s', [20, 500], halfHour, bursty(2)),
];

const drifting =
  (times: (dice: Random) => (second: number) => number): Maker =>
  (dice) => {
    const factor = times(dice);
    return { ratio: (second) => base * factor(second), bursts: null, onset: null };
  };

const growing = () => (second: number) => 1 + second / 7_200;

/** The promise does not cover a base ratio that moves by itself: what that costs. */
export const driftCells: readonly Cell[] = [
  ...cells(
    'wanders by a quarter',
    [0.5, 5, 50],
    halfHour,
    drifting((dice) => wandering(dice, 0.25)),
  ),
  ...cells(
    'wanders by half',
    [0.5, 5, 50],
    halfHour,
    drifting((dice) => wandering(dice, 0.5)),
  ),
  ...cells('grows by half', [0.5, 5, 50], halfHour, drifting(growing)),
];

export const coldStartCells: readonly Cell[] = [
  ...cells('cold start, 5-20 %, tau 3-10 s', [5, 20, 50, 500], 300, coldStart(anyDecay)),
  ...cells('cold start, 20 %, tau 10 s', [5, 20, 50, 500], 300, coldStart(worstDecay)),
  ...cells('cold start, 5 s at 30 %', [5, 20, 50, 500], 300, coldStart(blip)),
];

export const faultCells: readonly Cell[] = [
  ...cells('10 % from the first ten seconds on', [5, 20, 50, 500], 600, fault(0.1, 10)),
  ...cells('1 % from the first ten seconds on', [50], 900, fault(0.01, 10)),
  ...cells('10 % within five minutes', [5, 20, 50], 900, fault(0.1, 300)),
  ...cells('2 % within five minutes', [50], 900, fault(0.02, 300)),
  ...rolling('10 % in pods one by one', [5, 50, 500], () => () => 0.1, true),
  ...cells('50 % from the first ten seconds on', [0.5, 20], 900, fault(0.5, 10)),
  ...cells('2 % more from the first ten seconds on', [0.5], halfHour, fault(base + 0.02, 10)),
  ...cells('0.5 % more from the first ten seconds on', [5], halfHour, fault(base + 0.005, 10)),
];

export function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

function row({ cell, watches, regressions, others, seconds }: Result): string {
  const times =
    seconds.length === 0
      ? ''
      : `median ${quantile(seconds, 0.5).toFixed(1)} s, p95 ${quantile(seconds, 0.95).toFixed(1)} s, ` +
        `within 20 s ${((100 * seconds.filter((s) => s <= 20).length) / watches).toFixed(1)} %`;
  const what = `${cell.name.padEnd(36)} ${String(cell.rps).padStart(5)} rps  looks ${String(cell.lookSeconds).padStart(2)} s`;
  return `${what}  ${String(regressions).padStart(3)} of ${watches} regressions${others > 0 ? `, ${others} escalated` : ''}  ${times}`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const seeds = Number(process.argv[2] ?? 300);
  for (const cell of [...nullCells, ...driftCells, ...coldStartCells, ...rollingCells, ...faultCells])
    console.log(row(runCell(cell, seeds)));
}
