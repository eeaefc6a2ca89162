import { type Instant, instant, type Verdict } from '@backout/incident';
import type { Baseline, CountStep, RatioPlan, Reading, SignalPlan, Unread, WatchPlan } from '../plan.ts';
import { endWatch, verdictOf } from '../verdict-of.ts';
import { look, openWatch, type Watch } from '../watch.ts';

/** For tests: a watch whose readings are a function of the second after the sync, without chance. */
export interface Script {
  readonly signals: readonly SignalPlan[];
  readonly plan?: Partial<WatchPlan>;
  readonly baselines?: readonly (Baseline | Unread)[];
  readonly everySeconds?: number;
  readonly seconds?: number;
  readonly clockSkewMs?: number;
  readonly rolling?: (second: number) => boolean;
  readonly read: (second: number, everySeconds: number) => readonly Reading[];
}

export interface Outcome {
  readonly verdict: Verdict;
  /** of the decision, after the sync */
  readonly second: number;
}

export const sync = Date.UTC(2026, 10, 20, 14, 2, 10);

export function after(second: number): Instant {
  return instant(sync + second * 1000);
}

export const errors: RatioPlan = {
  kind: 'ratio',
  signal: 'errors',
  atLeast: { events: 3, points: 0.2, times: 2 },
};

/** Counts that follow the ratio as closely as whole requests can; `second` may be negative. */
export function follow(rps: number, ratio: (second: number) => number) {
  let owed = 0.5;
  return (from: number, to: number): CountStep => {
    const total = Math.round(rps * (to - from));
    owed += total * ratio((from + to) / 2);
    const bad = Math.min(total, Math.floor(owed));
    owed -= bad;
    return { at: sync + to * 1000, seconds: to - from, bad, total };
  };
}

export function history(rps: number, ratio: (second: number) => number, minutes = 60): CountStep[] {
  const step = follow(rps, ratio);
  return Array.from({ length: minutes * 6 }, (_, index) => {
    const from = index * 10 - minutes * 60;
    return step(from, from + 10);
  });
}

/** What a signal of `errors` says while its provider is away. */
export const down: Unread = {
  kind: 'unread',
  signal: 'errors',
  outcome: 'provider-error',
  reason: 'provider-gap',
  detail: 'HTTP 503',
};

export function counts(signal: string, ...steps: readonly CountStep[]): Reading {
  return { kind: 'counts', signal, steps, series: `${signal} ${steps.at(-1)?.at}` };
}

/** Looks until a verdict, or to the end of the watch. */
export function play(script: Script): Outcome {
  const { everySeconds = 10, seconds = 900, clockSkewMs = 0, rolling = () => false, read } = script;
  let watch = opened(script);
  for (let second = everySeconds; second <= seconds; second += everySeconds) {
    const at = after(second);
    const readings = read(second, everySeconds);
    watch = look(watch, { at, clockSkewMs, rolling: rolling(second), readings });
    const verdict = verdictOf(watch, at);
    if (verdict !== null) return { verdict, second };
  }
  return { verdict: endWatch(watch, after(seconds)), second: seconds };
}

/** One ratio: the same rule before and after the sync. */
export function playRatio(
  rps: number,
  ratio: (second: number) => number,
  rest: Partial<Script> = {},
): Outcome {
  const step = follow(rps, ratio);
  return play({
    signals: [errors],
    baselines: [{ signal: 'errors', steps: history(rps, ratio), series: 'history' }],
    read: (second, every) => [counts('errors', step(second - every, second))],
    ...rest,
  });
}

/** Before its first look. */
export function opened(script: Omit<Script, 'read'>): Watch {
  return openWatch(planOf(script), script.baselines ?? []);
}

function planOf({ signals, plan, everySeconds = 10, seconds = 900 }: Omit<Script, 'read'>): WatchPlan {
  return {
    signals,
    syncStartedAt: after(0),
    syncFinishedAt: after(0),
    falseAlarmsPerMillion: 150,
    applications: 1,
    requiredSignals: 1,
    everyMs: everySeconds * 1000,
    forMs: seconds * 1000,
    atLeastMs: 240_000,
    ...plan,
  };
}
