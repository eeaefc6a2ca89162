import { instant } from '@backout/incident';
import {
  type Baseline,
  endWatch,
  type Look,
  look,
  openWatch,
  type Reading,
  type SignalPlan,
  verdictOf,
  type Watch,
  type WatchPlan,
} from '@backout/verdict';
import { random } from './verdict-random.ts';
import { sync } from './verdict-world.ts';

/** A healthy service with so many signals, as loud as services are: nothing in it is ever exactly the same. */
export interface Load {
  readonly plan: WatchPlan;
  readonly baselines: readonly Baseline[];
  readonly look: (index: number) => Look;
}

/** Hours before the sync; a ratio is read in steps of ten seconds, a gauge in minutes. */
export interface History {
  readonly ratio: number;
  readonly gauge: number;
}

const lookSeconds = 10;
const minute = 60;

/** Two thirds are ratios, then gauges; one signal is a check. */
export function loadOf(signals: number, history: History, looks: number): Load {
  const kinds = Array.from({ length: signals }, (_, index) => kindOf(index, signals));
  const plans = kinds.map((kind, index) => planOf(kind, `signal-${index}`));
  return {
    plan: watchPlan(plans, looks),
    baselines: plans.flatMap((plan, index) => baselineOf(plan, history, index)),
    look: (index) => {
      const second = (index + 1) * lookSeconds;
      const at = instant(sync + second * 1000);
      return { at, clockSkewMs: 0, readings: plans.map((plan) => readingOf(plan, second, index)) };
    },
  };
}

/** A watch as the action runs it; one look is one reading of every signal and one question for a verdict. */
export function run({ look: lookAt }: Load, opened: Watch, looks: number): Watch {
  let watch = opened;
  for (let index = 0; index < looks; index++) {
    const next = lookAt(index);
    watch = look(watch, next);
    verdictOf(watch, next.at);
  }
  return watch;
}

export function open({ plan, baselines }: Load): Watch {
  return openWatch(plan, baselines);
}

export function conclude(watch: Watch, looks: number) {
  return endWatch(watch, instant(sync + looks * lookSeconds * 1000));
}

type Kind = SignalPlan['kind'];

function kindOf(index: number, signals: number): Kind {
  if (index === signals - 1) return 'health';
  return index < Math.floor((2 * signals) / 3) ? 'ratio' : 'gauge';
}

function planOf(kind: Kind, signal: string): SignalPlan {
  switch (kind) {
    case 'ratio':
      return { kind, signal, atLeast: { events: 3, points: 0.2, times: 2 } };
    case 'gauge':
      return {
        ...{ kind, signal, scale: 'latency-seconds', worse: 'higher' },
        ...{ leastChange: null, stepMs: minute * 1000 },
      };
    case 'health':
      return { kind, signal, failures: 3 };
  }
}

function watchPlan(signals: readonly SignalPlan[], looks: number): WatchPlan {
  const forMs = looks * lookSeconds * 1000;
  return {
    signals,
    ...{ syncStartedAt: instant(sync), syncFinishedAt: instant(sync) },
    ...{ falseAlarmsPerMillion: 150, applications: 1, requiredSignals: 1 },
    // It never ends early, so that every look is a whole one.
    ...{ everyMs: lookSeconds * 1000, forMs, atLeastMs: forMs + 1 },
  };
}

function baselineOf(plan: SignalPlan, history: History, seed: number): Baseline[] {
  const { signal } = plan;
  const dice = random(seed + 1);
  switch (plan.kind) {
    case 'ratio': {
      const counted = (at: number) => ({ at, ...countsOf(dice.poisson(500), dice.uniform()) });
      return [{ signal, series: '', steps: momentsOf(history.ratio, lookSeconds).map(counted) }];
    }
    case 'gauge': {
      const measured = (at: number) => ({ at, value: 0.2 + 0.02 * dice.uniform() });
      return [{ signal, series: '', points: momentsOf(history.gauge, minute).map(measured) }];
    }
    case 'health':
      return [];
  }
}

function momentsOf(hours: number, stepSeconds: number): number[] {
  const steps = (hours * 3_600) / stepSeconds;
  return Array.from({ length: steps }, (_, index) => sync - (steps - 1 - index) * stepSeconds * 1000);
}

function countsOf(total: number, chance: number) {
  return { seconds: lookSeconds, total, bad: chance < 0.4 ? 1 : 0 };
}

function readingOf({ kind, signal }: SignalPlan, second: number, seed: number): Reading {
  const dice = random(seed + 1);
  const at = sync + second * 1000;
  switch (kind) {
    case 'ratio':
      return { kind: 'counts', signal, steps: [{ at, ...countsOf(500, dice.uniform()) }], series: `${at}` };
    case 'gauge':
      return second % minute === 0
        ? { kind: 'values', signal, points: [{ at, value: 0.2 + 0.02 * dice.uniform() }], series: `${at}` }
        : { kind: 'nothing-new', signal };
    case 'health':
      return { kind: 'check', signal, at, passed: true };
  }
}
