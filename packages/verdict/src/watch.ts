import { type Instant, milliseconds } from '@backout/incident';
import { type HealthState, lookHealth, openHealth } from './health-signal.ts';
import type { Baseline, Reading, Unread, WatchPlan } from './plan.ts';
import { lookRatio, openRatio, type RatioState } from './ratio-signal.ts';

export type SignalState = RatioState | HealthState;

/** A watch after some looks. Nothing in it changes: every look makes a new one. */
export interface Watch {
  readonly plan: WatchPlan;
  readonly signals: readonly SignalState[];
  readonly looks: number;
  /** of the newest look: the provider's clock minus the runner's */
  readonly clockSkewMs: number;
}

/** @param baselines what was read before the sync; a ratio without one cannot be judged */
export function openWatch(plan: WatchPlan, baselines: readonly (Baseline | Unread)[]): Watch {
  const signals = [...plan.signals]
    .sort((a, b) => (a.signal < b.signal ? -1 : 1))
    .map((signal) =>
      signal.kind === 'health'
        ? openHealth(signal)
        : openRatio(
            signal,
            plan,
            baselines.find((baseline) => baseline.signal === signal.signal),
          ),
    );
  return { plan, signals, looks: 0, clockSkewMs: 0 };
}

export interface Look {
  readonly at: Instant;
  readonly clockSkewMs: number;
  readonly readings: readonly Reading[];
}

export function look(watch: Watch, { at, clockSkewMs, readings }: Look): Watch {
  const now = milliseconds(at);
  const signals = watch.signals.map((state) => {
    const reading = readings.find(({ signal }) => signal === state.plan.signal);
    return state.kind === 'ratio' ? lookRatio(state, now, reading) : lookHealth(state, now, reading);
  });
  return { ...watch, signals, looks: watch.looks + 1, clockSkewMs };
}
