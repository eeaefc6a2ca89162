import { type Aged, agedSeconds, type CountStep } from '@backout/verdict';
import { type Random, random } from './verdict-random.ts';
import { type Counted, sync } from './verdict-world.ts';

/** A rolling update: pods of equal traffic, replaced one after the other. */
export interface Rolling {
  readonly rps: number;
  readonly pods: number;
  /** when the first new pod serves, and the seconds between two of them */
  readonly first: number;
  readonly every: number;
  /** the error ratio of a new pod above the base, at an age in seconds */
  readonly excess: (age: number) => number;
}

const base = 0.001;
const historySeconds = 3_600;
const historyStep = 10;

/** What is counted of it, process by process: an hour before the sync, and the steps of a watch, one a look. */
export function countRolling(
  seed: number,
  lookSeconds: number,
  watchSeconds: number,
  make: (dice: Random) => Rolling,
): Counted {
  const dice = random(seed);
  const rolling = make(dice);
  const history = starts(-historySeconds, 0, historyStep).map((from): CountStep => {
    const total = dice.poisson(rolling.rps * historyStep);
    const bad = dice.binomial(total, base);
    return { at: sync + (from + historyStep) * 1000, seconds: historyStep, bad, total };
  });
  const after = starts(0, watchSeconds, lookSeconds).map((from) =>
    stepOf(rolling, from, from + lookSeconds, dice),
  );
  return { history, after };
}

function starts(from: number, to: number, seconds: number): number[] {
  return Array.from({ length: (to - from) / seconds }, (_, index) => from + index * seconds);
}

function stepOf(rolling: Rolling, from: number, to: number, dice: Random): CountStep {
  const width = to - from;
  let [bad, total] = [0, 0];
  const aged = new Map<number, Aged>();
  for (let pod = 0; pod < rolling.pods; pod++) {
    const born = rolling.first + pod * rolling.every;
    const served = serve(rolling, { from: from - born, to: to - born }, dice);
    [bad, total] = [bad + served.bad, total + served.total];
    const seconds = Math.ceil((to - born) / width) * width;
    if (to <= born || seconds > agedSeconds || served.freshTotal === 0) continue;
    const before = aged.get(seconds);
    aged.set(seconds, {
      seconds,
      bad: (before?.bad ?? 0) + served.freshBad,
      total: (before?.total ?? 0) + served.freshTotal,
    });
  }
  const step = { at: sync + to * 1000, seconds: width, bad, total };
  return aged.size === 0 ? step : { ...step, aged: [...aged.values()] };
}

/** One pod between two ages, a second at a time; before its birth the pod that it replaces serves. */
function serve({ rps, pods, excess }: Rolling, { from, to }: { from: number; to: number }, dice: Random) {
  const served = { bad: 0, total: 0, freshBad: 0, freshTotal: 0 };
  for (let age = from; age < to; age++) {
    const total = dice.poisson(rps / pods);
    const middle = age + 0.5;
    const bad = dice.binomial(total, Math.min(1, base + (middle < 0 ? 0 : excess(middle))));
    served.bad += bad;
    served.total += total;
    if (middle >= 0) served.freshBad += bad;
    if (middle >= 0) served.freshTotal += total;
  }
  return served;
}
