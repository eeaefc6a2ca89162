import type { Random } from '../verdict-random.ts';
import { type Counted, count, type Service, sync, watchCounts } from '../verdict-world.ts';
import { wandering } from '../wandering.ts';
import type { DetectionCase, Detector, Point } from './case.ts';

/** A kind of service and a fault, simulated so many times. */
export interface Cell {
  readonly shape: string;
  readonly rps: number;
  /** The error ratio of the bad version; null: nothing is wrong with it. */
  readonly fault: number | null;
}

export interface CellResult {
  readonly cell: Cell;
  readonly detector: string;
  readonly alarms: number;
  readonly of: number;
  /** From the sync, ascending. */
  readonly seconds: readonly number[];
}

const base = 0.001;
const lookSeconds = 10;
const watchSeconds = 1_800;

type Shape = (dice: Random) => Pick<Service, 'bursts'> & { readonly times: (second: number) => number };

/** How the error ratio of a service moves by itself, as a factor of its base. */
const shapes: Readonly<Record<string, Shape>> = {
  independent: () => ({ bursts: null, times: () => 1 }),
  'over-dispersed': () => ({ bursts: { seconds: 10, shape: 1 }, times: () => 1 }),
  autocorrelated: (dice) => ({ bursts: null, times: wandering(dice, 0.25) }),
  trending: () => ({ bursts: null, times: (second) => 1 + second / 7_200 }),
  'daily pattern': () => ({
    bursts: null,
    times: (second) => 1 + 0.5 * Math.sin((2 * Math.PI * second) / 86_400),
  }),
  'cold start': (dice) => {
    const [height, fades] = [0.05 + 0.1 * dice.uniform(), 3 + 4 * dice.uniform()];
    const cold = (second: number) => (second < 0 ? 0 : (height * Math.exp(-second / fades)) / base);
    return { bursts: null, times: (second) => 1 + cold(second) };
  },
};

export const cells: readonly Cell[] = Object.keys(shapes).flatMap((shape) =>
  [0.5, 5, 50, 500].flatMap((rps) =>
    [null, 0.005, 0.02, 0.1, 0.5].map((fault): Cell => ({ shape, rps, fault })),
  ),
);

/** The product on its counts, the others on the ratio of the same counts. */
export function runCell(cell: Cell, seeds: number, detectors: readonly Detector[]): CellResult[] {
  const seen = new Map<string, number[]>(
    ['backout', ...detectors.map(({ name }) => name)].map((name) => [name, []]),
  );
  for (let seed = 1; seed <= seeds; seed++) {
    const counted = count(seed, lookSeconds, watchSeconds, serviceOf(cell));
    const { outcome, decidedAt } = watchCounts(counted, lookSeconds);
    if (outcome === 'regression' && decidedAt !== null) seen.get('backout')?.push(decidedAt);
    const recorded = asCase(counted, `${cell.shape} ${seed}`);
    for (const detector of detectors) {
      const alarm = detector.alarmAt(recorded);
      if (alarm !== null) seen.get(detector.name)?.push(alarm - recorded.judgedFrom);
    }
  }
  return [...seen].map(([detector, seconds]) => ({
    ...{ cell, detector, of: seeds, alarms: seconds.length },
    seconds: seconds.sort((one, other) => one - other),
  }));
}

function serviceOf({ shape, rps, fault }: Cell): (dice: Random) => Service {
  return (dice) => {
    const { bursts, times } = (shapes[shape] as Shape)(dice);
    const excess = (second: number) => (fault === null || second < 0 ? 0 : fault);
    return { rps, bursts, ratio: (second) => base * times(second) + excess(second) };
  };
}

function asCase({ history, after }: Counted, id: string): DetectionCase {
  const began = sync / 1000;
  const pointOf = ({ at, bad, total }: Counted['after'][number]): Point => ({
    ...{ t: at / 1000, value: total === 0 ? 0 : bad / total, weight: total },
  });
  return {
    ...{ id, group: id, source: 'simulated', system: 'simulated', stepSeconds: lookSeconds },
    ...{ began, judgedFrom: began, label: 'benign', visible: null, onset: null, rollout: null },
    signals: [
      {
        ...{ name: 'error_ratio', family: 'errors', worse: 'higher' },
        history: history.map(pointOf),
        after: after.map(pointOf),
      },
    ],
  };
}
