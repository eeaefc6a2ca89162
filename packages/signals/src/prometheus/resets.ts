import type { CounterSeries } from './canary.ts';
import { falls, fastest, type OwnRate, ownRate } from './own-rate.ts';
import type { Starts } from './process-start.ts';
import { anyFalls, type ProcessStep, processSteps } from './process-steps.ts';

/** A fall that no restart explains, of the total or of its part. */
export interface Unexplained {
  readonly target: string;
  readonly of: keyof CounterSeries;
  readonly step: ProcessStep;
}

/** Why values of counters fell. */
export interface Resets {
  /** Whether the process began anew before this scrape of it; where a value fell and it did not, another one was read. */
  readonly restarted: (target: string, at: number) => boolean;
  readonly unexplained: readonly Unexplained[];
}

const noFalls: Resets = { restarted: () => false, unexplained: [] };

/**
 * A process that restarts counts from zero, and has counted no more since than it can: what it tells of its start says
 * so, or its own rate does, for one that does not tell (an exporter of StatsD, a gateway). A pair of scrapers that takes
 * turns is behind by less than a scrape. Whatever else falls is no counter of a process: a sum over pods of which one
 * went away, a rate, workers that answer by turns.
 *
 * @param starts when processes started, as far as it was asked
 * @param before how fast they counted before the deployment, where that was read
 */
export function resetsOf(
  { total, part }: CounterSeries,
  { starts, before }: { readonly starts: Starts; readonly before: OwnRate | null },
): Resets {
  if (!anyFalls(total) && !anyFalls(part)) return noFalls;
  const whole = processSteps(total);
  const rates = new Map([...whole].map(([target, steps]) => [target, ownRate(steps)]));
  const most = fastest([before, ...rates.values()]);
  const rateOf = (target: string) => most && { ...most, usual: rates.get(target)?.usual ?? most.usual };
  const processes = (of: keyof CounterSeries, steps: ReturnType<typeof processSteps>) =>
    [...steps].map(([target, own]): Process => ({ of, target, steps: own, rate: rateOf(target), starts }));
  // The whole process comes last: it says more than a part of it that was scraped at the same moment.
  const all = [...processes('part', processSteps(part)), ...processes('total', whole)];
  const restarts = new Map(all.flatMap(restartsOf));
  return {
    restarted: (target, at) => restarts.get(keyOf(target, at)) === true,
    unexplained: all.flatMap((process) =>
      unexplainedIn(process).map((step) => ({ target: process.target, of: process.of, step })),
    ),
  };
}

interface Process {
  readonly of: keyof CounterSeries;
  readonly target: string;
  readonly steps: readonly ProcessStep[];
  /** of all that it counts, at most as fast as the fastest of them */
  readonly rate: OwnRate | null;
  readonly starts: Starts;
}

function restartsOf(process: Process): [string, boolean][] {
  return process.steps.map((step) => [keyOf(process.target, step.at), isRestart(process, step)]);
}

function keyOf(target: string, at: number): string {
  return `${target}\n${at}`;
}

/** So many times as fast as it ever was may a process begin ... */
const burst = 3;
/** ... and so many events are few, however seldom there are some. */
const few = 30;

function isRestart({ target, rate, starts }: Process, step: ProcessStep): boolean {
  if (rate === null || step.after <= burst * rate.most * (step.at - step.from) + few) return true;
  return isTold(starts, target, step);
}

/** The clocks of a process and of its scraper may differ by a scrape. */
function isTold(starts: Starts, of: string, { from, at }: ProcessStep): boolean {
  return starts.some(({ target, samples }) => {
    const inside = (ms: number) => ms > from - (at - from) && ms <= at + (at - from);
    return target === of && samples.some(([, seconds]) => inside(seconds * 1000));
  });
}

/** By so many scrapes one of a pair of scrapers may be behind the other. */
const behind = 2;
/** So few events a pair may differ by, however seldom there are some. */
const fewBehind = 5;

function isDip({ rate }: Process, { from, at, before, after }: ProcessStep): boolean {
  return rate === null || before - after <= behind * rate.usual * (at - from) + fewBehind;
}

function unexplainedIn(process: Process): readonly ProcessStep[] {
  const down = process.steps.filter((step) => falls(step));
  const odd = down.filter((step) => !isRestart(process, step) && !isDip(process, step));
  return odd.length > 0 ? odd : byTurns(process, down);
}

const fewTurns = 5;
const shareOfTurns = 0.1;
/** A process that keeps dying comes back near zero, and not near to where it was. */
const nearby = 0.8;

/**
 * What goes down again and again and never near zero is read from several processes by turns, or is no count at all,
 * however little it goes down each time. A pair of scrapers is behind by less than one of its scrapes counts.
 */
function byTurns(process: Process, down: readonly ProcessStep[]): readonly ProcessStep[] {
  const { steps, rate, target, starts } = process;
  const turns = down.filter((step) => {
    const { from, at, before, after } = step;
    const isFar = before - after > (rate?.usual ?? 0) * (at - from);
    return isFar && after > nearby * before && !isTold(starts, target, step);
  });
  return turns.length >= fewTurns && turns.length > shareOfTurns * steps.length ? turns : [];
}
